package io.ipvm.wasm.core;

import java.util.ArrayList;
import java.util.List;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.GlobalImport;
import run.endive.wasm.types.Import;
import run.endive.wasm.types.MemoryImport;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.MutabilityType;
import run.endive.wasm.types.TableImport;
import run.endive.wasm.types.TableLimits;
import run.endive.wasm.types.TagImport;
import run.endive.wasm.types.ValType;

/// Endive's words for types in ours, and back.
final class EndiveTypes {
  private EndiveTypes() {}

  static List<CoreModule.Import> imports(WasmModule module) {
    return module.importSection().stream()
        .map(i -> new CoreModule.Import(i.module(), i.name(), type(module, i)))
        .toList();
  }

  static List<CoreModule.Export> exports(WasmModule module) {
    var exports = new ArrayList<CoreModule.Export>();
    var section = module.exportSection();
    for (int i = 0; i < section.exportCount(); i++) {
      var export = section.getExport(i);
      exports.add(
          new CoreModule.Export(export.name(), type(module, export.exportType(), export.index())));
    }
    return List.copyOf(exports);
  }

  private static CoreType type(WasmModule module, Import wanted) {
    return switch (wanted) {
      case FunctionImport f -> function(module.typeSection().getType(f.typeIndex()));
      case MemoryImport m -> memory(m.limits());
      case TableImport t -> table(t.entryType(), t.limits());
      case GlobalImport g -> global(g.type(), g.mutabilityType());
      case TagImport t -> tag(module, t.tagType().typeIdx());
      default -> throw new IllegalStateException("import of type " + wanted.importType());
    };
  }

  /// The type of item `index` in the index space of `sort`, which begins with the imports.
  private static CoreType type(WasmModule module, ExternalType sort, int index) {
    int imported = module.importSection().count(sort);
    if (index < imported) {
      var wanted =
          module.importSection().stream()
              .filter(i -> i.importType() == sort)
              .skip(index)
              .findFirst()
              .orElseThrow();
      return type(module, wanted);
    }
    int own = index - imported;
    return switch (sort) {
      case FUNCTION ->
          function(module.functionSection().getFunctionType(own, module.typeSection()));
      case MEMORY -> memory(module.memorySection().orElseThrow().getMemory(own).limits());
      case TABLE -> {
        var table = module.tableSection().getTable(own);
        yield table(table.elementType(), table.limits());
      }
      case GLOBAL -> {
        var global = module.globalSection().getGlobal(own);
        yield global(global.valueType(), global.mutabilityType());
      }
      case TAG -> tag(module, module.tagSection().orElseThrow().getTag(own).typeIdx());
    };
  }

  static CoreType.Function function(FunctionType type) {
    return new CoreType.Function(
        type.params().stream().map(EndiveTypes::value).toList(),
        type.returns().stream().map(EndiveTypes::value).toList());
  }

  static CoreType.Memory memory(MemoryLimits limits) {
    return new CoreType.Memory(
        limits.initialPages(),
        limits.maximumPages() >= MemoryLimits.MAX_PAGES
            ? CoreType.UNBOUNDED
            : limits.maximumPages());
  }

  static CoreType.Table table(ValType element, TableLimits limits) {
    return new CoreType.Table(
        value(element),
        limits.min(),
        limits.max() >= TableLimits.LIMIT_MAX ? CoreType.UNBOUNDED : limits.max());
  }

  static CoreType.Global global(ValType value, MutabilityType mutability) {
    return new CoreType.Global(value(value), mutability == MutabilityType.Var);
  }

  private static CoreType tag(WasmModule module, int index) {
    return new CoreType.Tag(function(module.typeSection().getType(index)));
  }

  static CoreType.Value value(ValType type) {
    if (type.equals(ValType.I32)) {
      return CoreType.Value.I32;
    } else if (type.equals(ValType.I64)) {
      return CoreType.Value.I64;
    } else if (type.equals(ValType.F32)) {
      return CoreType.Value.F32;
    } else if (type.equals(ValType.F64)) {
      return CoreType.Value.F64;
    } else if (type.equals(ValType.FuncRef)) {
      return new CoreType.Value("funcref");
    } else if (type.equals(ValType.ExternRef)) {
      return new CoreType.Value("externref");
    }
    return new CoreType.Value(type.name());
  }

  static FunctionType endive(CoreType.Function type) {
    return FunctionType.of(
        type.params().stream().map(EndiveTypes::endive).toList(),
        type.results().stream().map(EndiveTypes::endive).toList());
  }

  private static ValType endive(CoreType.Value value) {
    return switch (value.name()) {
      case "i32" -> ValType.I32;
      case "i64" -> ValType.I64;
      case "f32" -> ValType.F32;
      case "f64" -> ValType.F64;
      case "funcref" -> ValType.FuncRef;
      case "externref" -> ValType.ExternRef;
      default -> throw new IllegalStateException("value type " + value + " in a host function");
    };
  }
}
