package org.imageengine.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between modules and packages that are allowed, and no others. */
class ArchitectureTest {
  private static final String ROOT = "org.imageengine.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.imageengine");

  @Test
  void modulesUnderTheEngineKnowNothingOfOneAnother() {
    String[] modules = {"hypervisor", "provisioners", "distributors", "engine"};
    for (String module : modules) {
      for (String other : modules) {
        if (!module.equals(other) && !module.equals("engine")) {
          noClasses()
              .that()
              .resideInAPackage(ROOT + module + "..")
              .should()
              .dependOnClassesThat()
              .resideInAPackage(ROOT + other + "..")
              .check(CLASSES);
        }
      }
    }
  }

  @Test
  void librariesOfOneFieldStayInTheirHomes() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "hypervisor..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.libvirt..", "com.sun.jna..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "provisioners..", ROOT + "distributors.store..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.jcraft.jsch..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + "distributors.store..",
            ROOT + "distributors.azure..",
            ROOT + "distributors.upload..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.azure..", "software.amazon.awssdk..")
        .check(CLASSES);
  }

  @Test
  void theEngineIsLayeredAsABuildGoesThroughIt() {
    String engine = ROOT + "engine.";
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("cli")
        .definedBy(engine + "cli..")
        .layer("build")
        .definedBy(engine + "build..")
        .layer("plan")
        .definedBy(engine + "plan..")
        .layer("run")
        .definedBy(engine + "run..")
        .layer("checkpoint")
        .definedBy(engine + "checkpoint..")
        .layer("template")
        .definedBy(engine + "template..")
        .layer("arm")
        .definedBy(engine + "arm..")
        .layer("bicep")
        .definedBy(engine + "bicep..")
        .layer("deployment")
        .definedBy(engine + "deployment..")
        .layer("expression")
        .definedBy(engine + "expression..")
        .layer("remote")
        .definedBy(engine + "remote..")
        .layer("config")
        .definedBy(engine + "config..")
        .layer("text")
        .definedBy(engine + "text..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("build")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("plan")
        .mayOnlyBeAccessedByLayers("build", "cli")
        .whereLayer("template")
        .mayOnlyBeAccessedByLayers("plan", "build", "cli")
        .whereLayer("bicep")
        .mayOnlyBeAccessedByLayers("template")
        .whereLayer("arm")
        .mayOnlyBeAccessedByLayers("bicep", "template")
        .whereLayer("deployment")
        .mayOnlyBeAccessedByLayers("arm", "bicep", "template")
        .whereLayer("expression")
        .mayOnlyBeAccessedByLayers("deployment", "arm", "bicep", "template", "cli")
        .whereLayer("checkpoint")
        .mayOnlyBeAccessedByLayers("run", "build", "cli")
        .whereLayer("run")
        .mayOnlyBeAccessedByLayers("plan", "build", "cli")
        .whereLayer("remote")
        .mayOnlyBeAccessedByLayers("plan", "build", "cli")
        .whereLayer("config")
        .mayOnlyBeAccessedByLayers("remote", "plan", "build", "cli")
        .whereLayer("text")
        .mayOnlyBeAccessedByLayers(
            "expression",
            "deployment",
            "arm",
            "bicep",
            "template",
            "config",
            "plan",
            "run",
            "build",
            "cli")
        .check(CLASSES);
  }

  @Test
  void noPackagesGoInACircle() {
    slices().matching(ROOT + "engine.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
