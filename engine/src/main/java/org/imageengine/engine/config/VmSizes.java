package org.imageengine.engine.config;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.imageengine.engine.text.ObjectCursor;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.ProblemsException;
import org.imageengine.engine.text.Value;
import org.imageengine.engine.text.ValueReader;

/** What the names of VM sizes stand for, from {@code vm-sizes.yaml}. */
public final class VmSizes {
  private static final BigDecimal MIB_PER_GIB = BigDecimal.valueOf(1024);

  /** CPUs and memory of one size. */
  public record VmSize(String name, int cpus, long memoryMiB) {}

  // Azure takes the names in any letter case.
  private final Map<String, VmSize> sizes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private VmSizes() {}

  /** Reads the files that exist; a size in a later one replaces that of an earlier one. */
  public static VmSizes read(List<Path> files) throws ProblemsException {
    VmSizes all = new VmSizes();
    Problems problems = new Problems();
    for (Path file : files) {
      if (Files.exists(file)) {
        all.add(ValueReader.readFile(file), problems);
      }
    }
    problems.throwIfAny();
    return all;
  }

  private void add(Value document, Problems problems) {
    ObjectCursor.over(document, problems)
        .ifPresent(
            root -> {
              root.requiredObject("sizes")
                  .ifPresent(
                      entries ->
                          entries
                              .members()
                              .forEach((name, member) -> add(name, member.value(), problems)));
              root.finish();
            });
  }

  private void add(String name, Value value, Problems problems) {
    ObjectCursor.over(value, problems)
        .ifPresent(
            size -> {
              Optional<Integer> cpus = size.integer("cpus", 1, 1024);
              Optional<Value> memory = size.requiredValue("memoryGiB");
              size.finish();
              if (cpus.isPresent()
                  && memory.isPresent()
                  && memory.get() instanceof Value.NumberValue number) {
                long memoryMiB = number.number().multiply(MIB_PER_GIB).longValue();
                sizes.put(name, new VmSize(name, cpus.get(), memoryMiB));
              } else {
                problems.add(
                    value.at(), "BadVmSize", "A VM size needs \"cpus\" and \"memoryGiB\".");
              }
            });
  }

  public Optional<VmSize> find(String name) {
    return Optional.ofNullable(sizes.get(name));
  }

  /** All names, in order. */
  public Set<String> names() {
    return sizes.keySet();
  }
}
