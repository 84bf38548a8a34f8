package org.imageengine.engine.bicep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;

/** What is declared in one Bicep file, before any expression of it is read. */
final class BicepSymbols {
  /** What a name stands for. */
  enum Kind {
    PARAMETER,
    VARIABLE,
    TYPE,
    FUNCTION,
    RESOURCE,
    MODULE,
    NAMESPACE
  }

  /**
   * A name.
   *
   * @param target the name in the deployment: that of the file it comes from, with its prefix
   */
  record Symbol(Kind kind, String target, Position at) {
    boolean isCallable() {
      return kind == Kind.FUNCTION || isFromRegistry();
    }

    boolean isFromRegistry() {
      return target.equals(FROM_REGISTRY);
    }
  }

  private final Map<String, Symbol> symbols = new LinkedHashMap<>();
  private final Map<String, Symbol> types = new LinkedHashMap<>();
  private final Set<String> exported = new LinkedHashSet<>();
  private final Map<String, BicepSymbols> namespaces = new LinkedHashMap<>();

  /** The name in a deployment of whatever a registry exports, which nobody asks. */
  static final String FROM_REGISTRY = "from a registry";

  private boolean fromRegistry;

  /** The exports of a file in a registry: any name may be a type or a variable there. */
  static BicepSymbols ofRegistry() {
    BicepSymbols symbols = new BicepSymbols();
    symbols.fromRegistry = true;
    return symbols;
  }

  /** Declares a name; a second time is a problem. Types have names of their own. */
  void declare(String name, Symbol symbol, Problems problems) {
    Map<String, Symbol> map = symbol.kind() == Kind.TYPE ? types : symbols;
    Symbol before = map.putIfAbsent(name, symbol);
    if (before != null) {
      problems.add(
          symbol.at(),
          "DuplicateName",
          "The name \"" + name + "\" is declared in line " + before.at().line() + " already.");
    }
  }

  void namespace(String name, BicepSymbols members) {
    namespaces.put(name, members);
  }

  void export(String name) {
    exported.add(name);
  }

  Optional<Symbol> find(String name) {
    return Optional.ofNullable(symbols.get(name));
  }

  Optional<Symbol> findType(String name) {
    return Optional.ofNullable(types.get(name));
  }

  Optional<BicepSymbols> findNamespace(String name) {
    return Optional.ofNullable(namespaces.get(name));
  }

  /** All exported symbols of that name: a type and a variable may share one. */
  List<Symbol> exportedAs(String name) {
    List<Symbol> found = new ArrayList<>();
    if (fromRegistry) {
      Position at = Position.outside("a registry", name);
      found.add(new Symbol(Kind.TYPE, FROM_REGISTRY, at));
      found.add(new Symbol(Kind.VARIABLE, FROM_REGISTRY, at));
    }
    if (exported.contains(name)) {
      find(name).ifPresent(found::add);
      findType(name).ifPresent(found::add);
    }
    return found;
  }

  Set<String> exportedNames() {
    return exported;
  }

  /** The names that an expression can use. */
  Set<String> names() {
    Set<String> all = new LinkedHashSet<>(symbols.keySet());
    all.addAll(namespaces.keySet());
    return all;
  }

  Set<String> typeNames() {
    return types.keySet();
  }
}
