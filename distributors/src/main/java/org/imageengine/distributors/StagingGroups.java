package org.imageengine.distributors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Staging resource groups: directories for what builds keep for themselves, such as VHDs that no
 * place was named for. Implements the reference's section on {@code stagingResourceGroup}.
 */
public final class StagingGroups {
  private static final String ENGINE = "engine";
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}_.()-]{0,89}[\\p{L}\\p{N}_()-]");

  private final Path root;

  StagingGroups(Path root) {
    this.root = root;
  }

  /** Where the files of a group are. */
  public Path directory(String name) {
    return Names.directory(root, name);
  }

  /** The directories of all groups, and of what is none. */
  List<Path> directories() throws CatalogException {
    return ImageShelf.children(root);
  }

  /** The group of that name, if it is there. */
  public Optional<StagingGroup> find(String name) throws CatalogException {
    Path file = directory(name).resolve(StagingGroup.FILE);
    return Files.exists(file) ? Optional.of(Json.read(file, StagingGroup.class)) : Optional.empty();
  }

  /** All groups, by name. */
  public List<StagingGroup> list() throws CatalogException {
    List<StagingGroup> groups = new ArrayList<>();
    for (Path directory : directories()) {
      Path file = directory.resolve(StagingGroup.FILE);
      if (Files.exists(file)) {
        groups.add(Json.read(file, StagingGroup.class));
      }
    }
    return groups;
  }

  /** Makes a group that no template uses yet, and that stays when its template goes. */
  public StagingGroup create(String name, String location, Map<String, String> tags)
      throws CatalogException, InterruptedException {
    checkName(name);
    if (find(name).isPresent()) {
      throw new CatalogException(
          CatalogException.Code.ALREADY_EXISTS, "The resource group " + name + " exists already.");
    }
    return write(group(name, location, false, tags));
  }

  /**
   * Whether a template may use the group of that name; one that is not there will be made.
   *
   * @throws CatalogException that names the rule which is not kept
   */
  public void check(String name, StagingUse use) throws CatalogException {
    checkName(name);
    Optional<StagingGroup> there = find(name);
    if (there.isEmpty() || there.get().isOf(use)) {
      return;
    }
    if (!there.get().template().isEmpty()) {
      throw refused(
          CatalogException.Code.IN_USE,
          name,
          "it is associated with the image template " + there.get().template());
    }
    List<String> content = content(name);
    if (!content.isEmpty()) {
      throw refused(
          CatalogException.Code.ALREADY_EXISTS,
          name,
          "it must be empty, and holds " + String.join(", ", content));
    }
    String region = TargetRegion.normalized(there.get().location());
    if (!region.equals(TargetRegion.normalized(use.location()))) {
      throw refused(
          CatalogException.Code.MISMATCH,
          name,
          String.format(
              "it is in the region %s, and must be in that of the template, %s",
              there.get().location(), use.location()));
    }
  }

  private static CatalogException refused(CatalogException.Code code, String name, String why) {
    return new CatalogException(
        code, "The resource group " + name + " cannot be the staging resource group: " + why + ".");
  }

  private static void checkName(String name) throws CatalogException {
    if (!NAME.matcher(name).matches()) {
      throw new CatalogException(
          CatalogException.Code.INVALID_NAME,
          "\""
              + name
              + "\" is not a name for a resource group: 1 to 90 letters, digits, '_', '-', '.',"
              + " '(', ')', and no '.' at its end.");
    }
  }

  /** Makes the group, or takes the one that is there, for a template: {@link #check} first. */
  public Path use(String name, StagingUse use) throws CatalogException, InterruptedException {
    Optional<StagingGroup> there = find(name);
    if (there.isPresent() && there.get().isOf(use)) {
      return directory(name);
    }
    check(name, use);
    Map<String, String> tags = new TreeMap<>(use.tags());
    tags.put(there.isPresent() ? StagingGroup.USED_BY : StagingGroup.CREATED_BY, ENGINE);
    tags.put(StagingGroup.TEMPLATE, use.template());
    tags.put(StagingGroup.TEMPLATE_GROUP, use.templateGroup());
    if (there.isPresent()) {
      there.get().tags().forEach(tags::putIfAbsent);
    }
    var unused =
        write(
            group(
                name,
                there.map(StagingGroup::location).orElse(use.location()),
                there.isEmpty(),
                tags));
    return directory(name);
  }

  private static StagingGroup group(
      String name, String location, boolean madeByEngine, Map<String, String> tags) {
    return new StagingGroup(
        StoredImage.FORMAT_VERSION, name, location, madeByEngine, tags, Instant.now().toString());
  }

  private StagingGroup write(StagingGroup group) throws CatalogException {
    Path directory = directory(group.name());
    try {
      Durable.createDirectories(directory);
      Json.write(directory.resolve(StagingGroup.FILE), group);
      return group;
    } catch (IOException e) {
      throw Durable.failure("Making the resource group " + group.name(), e);
    }
  }

  /** The names of what is in a group. */
  public List<String> content(String name) throws CatalogException {
    Path directory = directory(name);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(file -> !file.equals(StagingGroup.FILE) && !file.equals(".lock"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Durable.failure("Reading " + directory, e);
    }
  }

  /**
   * Does what the end of a template does to its groups: those that the engine made go, the others
   * keep their own tags and lose what is in them.
   *
   * @return a sentence for each
   */
  public List<String> endOf(String template, String templateGroup)
      throws CatalogException, InterruptedException {
    StagingUse use = new StagingUse(template, templateGroup, "", Map.of());
    List<String> done = new ArrayList<>();
    for (StagingGroup group : list()) {
      if (group.isOf(use)) {
        done.add(end(group));
      }
    }
    return done;
  }

  private String end(StagingGroup group) throws CatalogException, InterruptedException {
    Path directory = directory(group.name());
    try {
      if (group.madeByEngine()) {
        Durable.deleteTree(directory);
        return "Deleted the staging resource group " + group.name() + ".";
      }
      for (String name : content(group.name())) {
        Durable.deleteTree(directory.resolve(name));
      }
      Map<String, String> tags = new TreeMap<>(group.tags());
      List.of(StagingGroup.USED_BY, StagingGroup.TEMPLATE, StagingGroup.TEMPLATE_GROUP)
          .forEach(tags::remove);
      Json.update(
          directory.resolve(StagingGroup.FILE), object -> object.set("tags", Json.node(tags)));
      return "Emptied the staging resource group " + group.name() + ", which was not made here.";
    } catch (IOException e) {
      throw Durable.failure("Deleting the resource group " + group.name(), e);
    }
  }

  /** Removes a group that the engine made for a build that has put nothing into it. */
  public void deleteIfEmpty(String name) throws CatalogException {
    Optional<StagingGroup> there = find(name);
    if (there.isPresent() && there.get().madeByEngine() && content(name).isEmpty()) {
      try {
        Durable.deleteTree(directory(name));
      } catch (IOException e) {
        throw Durable.failure("Deleting the resource group " + name, e);
      }
    }
  }
}
