package io.ipvm.wasm.core;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import run.endive.compiler.Cache;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportGlobal;
import run.endive.runtime.ImportMemory;
import run.endive.runtime.ImportTable;
import run.endive.runtime.ImportTag;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.TableInstance;
import run.endive.runtime.TagInstance;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TableLimits;
import run.endive.wasm.types.UnknownCustomSection;

/// One module on Endive. Classes are generated, or taken from the cache, when it is instantiated
/// for the first time, and shared by all its instances.
final class EndiveModule implements CoreModule {
  /// Elements all tables of an instance may have together. Part of the profile: a module that grows
  /// beyond it gets -1 everywhere.
  static final long MAX_TABLE_ELEMENTS = 1_000_000;

  private final WasmModule module;
  private final List<Import> imports;
  private final List<Export> exports;
  private final CodeCache cache;
  private final Object compiling = new Object();
  // Held until the first instantiation has used it.
  private byte @Nullable [] code;
  // Written under `compiling` once.
  private volatile @Nullable Function<Instance, Machine> machines;

  EndiveModule(WasmModule module, Optional<byte[]> code, CodeCache cache) {
    this.module = module;
    this.imports = EndiveTypes.imports(module);
    this.exports = EndiveTypes.exports(module);
    this.code = code.orElse(null);
    this.cache = cache;
  }

  @Override
  public List<Import> imports() {
    return imports;
  }

  @Override
  public List<Export> exports() {
    return exports;
  }

  @Override
  public List<CustomSection> customSections() {
    return module.customSections().stream()
        .filter(UnknownCustomSection.class::isInstance)
        .map(UnknownCustomSection.class::cast)
        .map(section -> new CustomSection(section.name(), Bytes.owned(section.bytes())))
        .toList();
  }

  @Override
  public Map<String, CoreItem> instantiate(
      Map<String, Map<String, CoreItem>> given, MemoryBudget memory) {
    var tables = new TableBudget();
    var traps = new EndiveTraps(module);
    var builder =
        Instance.builder(module)
            .withImportValues(importValues(given))
            .withMemoryFactory(limits -> new FlatMemory(limits, memory))
            .withTableFactory((table, initial) -> new BoundedTable(table, initial, tables))
            .withMachineFactory(machines())
            .withStart(false);
    Instance instance;
    try {
      instance = builder.build();
    } catch (RuntimeException | StackOverflowError e) {
      throw traps.translate(e);
    }
    var items = new LinkedHashMap<String, CoreItem>();
    for (var export : exports) {
      items.put(export.name(), item(instance, export, traps));
    }
    return items;
  }

  @Override
  public void prepare() {
    machines();
  }

  private Function<Instance, Machine> machines() {
    var ready = machines;
    if (ready == null) {
      synchronized (compiling) {
        ready = machines;
        if (ready == null) {
          ready = compile();
          machines = ready;
          code = null;
        }
      }
    }
    return ready;
  }

  private Function<Instance, Machine> compile() {
    try {
      return MachineFactoryCompiler.builder(module)
          .withInterpreterFallback(InterpreterFallback.SILENT)
          .withCache(
              new Cache() {
                @Override
                public byte @Nullable [] get(String digest) {
                  return code;
                }

                @Override
                public void putIfAbsent(String digest, byte[] classes) {
                  cache.store(classes);
                }
              })
          .compile();
    } catch (RuntimeException e) {
      throw new MalformedException("core module: cannot be compiled: " + EndiveRuntime.reason(e));
    }
  }

  private ImportValues importValues(Map<String, Map<String, CoreItem>> given) {
    var values = ImportValues.builder();
    for (var wanted : imports) {
      var from = requireNonNull(given.get(wanted.module()), wanted.module());
      var item = requireNonNull(from.get(wanted.name()), wanted.name());
      switch (item) {
        case CoreFunction function -> values.addFunction(host(wanted, function));
        case FlatMemory memory ->
            values.addMemory(new ImportMemory(wanted.module(), wanted.name(), memory));
        case TableItem table ->
            values.addTable(new ImportTable(wanted.module(), wanted.name(), table.instance));
        case GlobalItem global ->
            values.addGlobal(new ImportGlobal(wanted.module(), wanted.name(), global.instance));
        case TagItem tag ->
            values.addTag(new ImportTag(wanted.module(), wanted.name(), tag.instance));
        default -> throw new IllegalStateException("import of " + item);
      }
    }
    return values.build();
  }

  private static ImportFunction host(Import wanted, CoreFunction function) {
    return new HostFunction(
        wanted.module(),
        wanted.name(),
        EndiveTypes.endive(function.type()),
        (_, args) -> function.call(args));
  }

  private CoreItem item(Instance instance, Export export, EndiveTraps traps) {
    var name = export.name();
    return switch (export.type()) {
      case CoreType.Function type -> new EndiveFunction(type, instance.export(name), traps);
      case CoreType.Memory _ -> (FlatMemory) instance.exports().memory(name);
      case CoreType.Table type -> new TableItem(type, instance.exports().table(name));
      case CoreType.Global type -> new GlobalItem(type, instance.exports().global(name));
      case CoreType.Tag type -> new TagItem(type, instance.tag(tagIndex(name)));
    };
  }

  private int tagIndex(String name) {
    var section = module.exportSection();
    for (int i = 0; i < section.exportCount(); i++) {
      if (section.getExport(i).name().equals(name)) {
        return section.getExport(i).index();
      }
    }
    throw new IllegalStateException("no export " + name);
  }

  private record TableItem(CoreType type, TableInstance instance) implements CoreItem {}

  private record GlobalItem(CoreType type, run.endive.runtime.GlobalInstance instance)
      implements CoreItem {}

  private record TagItem(CoreType type, TagInstance instance) implements CoreItem {}

  /// What is left of [#MAX_TABLE_ELEMENTS] in one instance.
  private static final class TableBudget {
    private long left = MAX_TABLE_ELEMENTS;

    boolean take(long elements) {
      if (elements < 0 || elements > left) {
        return false;
      }
      left -= elements;
      return true;
    }
  }

  /// A table that cannot grow without end. It has limits of its own: Endive writes growth into them
  /// and would share them between all instances of the module.
  private static final class BoundedTable extends TableInstance {
    private final TableBudget budget;

    BoundedTable(Table declared, int initial, TableBudget budget) {
      if (!budget.take(declared.limits().min())) {
        throw ExhaustedException.limit(
            "the module starts with more than " + MAX_TABLE_ELEMENTS + " table elements");
      }
      this.budget = budget;
      super(
          new Table(
              declared.elementType(),
              new TableLimits(declared.limits().min(), declared.limits().max()),
              declared.initialize()),
          initial);
    }

    @Override
    public int grow(int size, int value, Instance instance) {
      return budget.take(size) ? super.grow(size, value, instance) : -1;
    }

    @Override
    public int growWithRef(int size, Object value, Instance instance) {
      return budget.take(size) ? super.growWithRef(size, value, instance) : -1;
    }
  }
}
