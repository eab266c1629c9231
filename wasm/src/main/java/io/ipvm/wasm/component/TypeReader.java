package io.ipvm.wasm.component;

import io.ipvm.ipld.MalformedException;
import io.ipvm.wasm.component.Definition.Sort;
import io.ipvm.wasm.component.TypeSyntax.Core;
import io.ipvm.wasm.component.TypeSyntax.CoreDeclaration;
import io.ipvm.wasm.component.TypeSyntax.CoreExtern;
import io.ipvm.wasm.component.TypeSyntax.Declaration;
import io.ipvm.wasm.component.TypeSyntax.Extern;
import io.ipvm.wasm.component.TypeSyntax.Labelled;
import io.ipvm.wasm.component.TypeSyntax.LabelledCase;
import io.ipvm.wasm.core.CoreType;
import java.util.HashSet;
import java.util.Optional;

/// Reads type definitions (`Binary.md`, "Type Definitions").
final class TypeReader {
  /// Types inside types.
  static final int MAX_NESTING = 64;

  /// Pages of a 32-bit memory.
  private static final int MAX_PAGES = 65536;

  private final BinaryReader in;
  private int depth;

  TypeReader(BinaryReader in) {
    this.in = in;
  }

  TypeSyntax definition() {
    int code = in.u8();
    return switch (code) {
      case 0x72 -> new TypeSyntax.RecordOf(in.list(this::labelled));
      case 0x71 -> new TypeSyntax.Variant(in.list(this::variantCase));
      case 0x70 -> new TypeSyntax.ListOf(value());
      case 0x6f -> new TypeSyntax.Tuple(in.list(this::value));
      case 0x6e -> new TypeSyntax.Flags(in.list(in::name));
      case 0x6d -> new TypeSyntax.EnumOf(in.list(in::name));
      case 0x6b -> new TypeSyntax.OptionOf(value());
      case 0x6a -> new TypeSyntax.ResultOf(in.optional(this::value), in.optional(this::value));
      case 0x69 -> new TypeSyntax.Own(in.index());
      case 0x68 -> new TypeSyntax.Borrow(in.index());
      case 0x67 -> throw unsupported("lists of fixed length");
      case 0x66, 0x65 -> throw Unsupported.asynchronous("streams and futures");
      case 0x64 -> throw Unsupported.asynchronous("error-context");
      case 0x63 -> throw unsupported("maps");
      case 0x40 -> function();
      case 0x43 -> throw Unsupported.asynchronous("async functions");
      case 0x41, 0x42 -> declarations(code == 0x41);
      case 0x3f -> resource();
      default -> {
        if (code >= 0x73 && code <= 0x7f) {
          yield new TypeSyntax.Primitive(primitive(code));
        }
        throw in.unknown("type", code);
      }
    };
  }

  private static MalformedException unsupported(String what) {
    return new MalformedException("component: " + what + " are not supported yet");
  }

  private Labelled labelled() {
    return new Labelled(in.name(), value());
  }

  private LabelledCase variantCase() {
    var read = new LabelledCase(in.name(), in.optional(this::value));
    in.expect(0, "refinement of a case");
    return read;
  }

  TypeSyntax.Value value() {
    int code = in.peek();
    if (code < 0x40 || code >= 0x80) {
      return new TypeSyntax.Value.Index(in.typeIndex());
    }
    in.u8();
    if (code == 0x64) {
      throw Unsupported.asynchronous("error-context");
    }
    return new TypeSyntax.Value.Primitive(primitive(code));
  }

  private ValType.Prim primitive(int code) {
    return switch (code) {
      case 0x7f -> ValType.Prim.BOOL;
      case 0x7e -> ValType.Prim.S8;
      case 0x7d -> ValType.Prim.U8;
      case 0x7c -> ValType.Prim.S16;
      case 0x7b -> ValType.Prim.U16;
      case 0x7a -> ValType.Prim.S32;
      case 0x79 -> ValType.Prim.U32;
      case 0x78 -> ValType.Prim.S64;
      case 0x77 -> ValType.Prim.U64;
      case 0x76 -> ValType.Prim.F32;
      case 0x75 -> ValType.Prim.F64;
      case 0x74 -> ValType.Prim.CHAR;
      case 0x73 -> ValType.Prim.STRING;
      default -> throw in.unknown("value type", code);
    };
  }

  private TypeSyntax function() {
    var params = in.list(this::labelled);
    return switch (in.u8()) {
      case 0 -> new TypeSyntax.Function(params, Optional.of(value()));
      case 1 -> {
        in.expect(0, "result list");
        yield new TypeSyntax.Function(params, Optional.empty());
      }
      default -> throw in.malformed("invalid result list");
    };
  }

  private TypeSyntax resource() {
    in.expect(0x7f, "representation of a resource");
    return new TypeSyntax.Resource(in.optional(in::index));
  }

  private TypeSyntax declarations(boolean component) {
    if (++depth > MAX_NESTING) {
      throw in.malformed("types are nested deeper than " + MAX_NESTING);
    }
    var read = new TypeSyntax.Interface(component, in.list(() -> declaration(component)));
    depth--;
    return read;
  }

  private Declaration declaration(boolean component) {
    int code = in.u8();
    return switch (code) {
      case 0 -> new Declaration.CoreType(core());
      case 1 -> new Declaration.Type(definition());
      case 2 -> alias();
      case 3 -> {
        if (!component) {
          throw in.malformed("an instance type cannot import");
        }
        yield new Declaration.Import(externName(), extern());
      }
      case 4 -> new Declaration.Export(externName(), extern());
      default -> throw in.unknown("declaration", code);
    };
  }

  private Declaration alias() {
    var sort = sort();
    int code = in.u8();
    return switch (code) {
      case 0 -> {
        int instance = in.index();
        var name = in.name();
        yield switch (sort) {
          case TYPE -> new Declaration.AliasExport(instance, name);
          case INSTANCE -> new Declaration.AliasInstance(instance, name);
          default -> throw in.malformed("a type can alias only types and instances");
        };
      }
      case 2 -> new Declaration.AliasOuter(sort, in.index(), in.index());
      default -> throw in.unknown("alias in a type", code);
    };
  }

  Sort sort() {
    int code = in.u8();
    return switch (code) {
      case 0 -> coreSort();
      case 1 -> Sort.FUNC;
      case 2 -> throw unsupported("values");
      case 3 -> Sort.TYPE;
      case 4 -> Sort.COMPONENT;
      case 5 -> Sort.INSTANCE;
      default -> throw in.unknown("sort", code);
    };
  }

  Sort coreSort() {
    int code = in.u8();
    return switch (code) {
      case 0 -> Sort.CORE_FUNC;
      case 1 -> Sort.CORE_TABLE;
      case 2 -> Sort.CORE_MEMORY;
      case 3 -> Sort.CORE_GLOBAL;
      case 4 -> Sort.CORE_TAG;
      case 0x10 -> Sort.CORE_TYPE;
      case 0x11 -> Sort.CORE_MODULE;
      case 0x12 -> Sort.CORE_INSTANCE;
      default -> throw in.unknown("core sort", code);
    };
  }

  /// A name of an import or export; the attributes of the newest encoding mean nothing to us.
  String externName() {
    int code = in.u8();
    var name = in.name();
    switch (code) {
      case 0, 1 -> {}
      case 2 -> attributes();
      default -> throw in.unknown("form of a name", code);
    }
    return name;
  }

  private void attributes() {
    var kinds = new HashSet<Integer>();
    in.list(() -> {
      if (!kinds.add(in.u8())) {
        throw in.malformed("duplicate attribute of a name");
      }
      return in.name();
    });
  }

  Extern extern() {
    int code = in.u8();
    return switch (code) {
      case 0 -> {
        in.expect(0x11, "core sort of an import");
        yield new Extern.CoreModule(in.index());
      }
      case 1 -> new Extern.Function(in.index());
      case 2 -> throw unsupported("values");
      case 3 ->
          switch (in.u8()) {
            case 0 -> new Extern.TypeEq(in.index());
            case 1 -> new Extern.FreshResource();
            default -> throw in.malformed("invalid bound of a type");
          };
      case 4 -> new Extern.Component(in.index());
      case 5 -> new Extern.Instance(in.index());
      default -> throw in.unknown("sort of an import or export", code);
    };
  }

  Core core() {
    int code = in.u8();
    return switch (code) {
      case 0x60 -> new Core.Function(coreFunction());
      case 0x50 -> {
        if (++depth > MAX_NESTING) {
          throw in.malformed("types are nested deeper than " + MAX_NESTING);
        }
        var declarations = in.list(this::coreDeclaration);
        depth--;
        yield new Core.Module(declarations);
      }
      case 0, 0x4e, 0x4f, 0x5e, 0x5f ->
          throw unsupported("core types of the garbage collection proposal");
      default -> throw in.unknown("core type", code);
    };
  }

  private CoreType.Function coreFunction() {
    return new CoreType.Function(in.list(this::coreValue), in.list(this::coreValue));
  }

  private CoreType.Value coreValue() {
    int code = in.u8();
    return switch (code) {
      case 0x7f -> CoreType.Value.I32;
      case 0x7e -> CoreType.Value.I64;
      case 0x7d -> CoreType.Value.F32;
      case 0x7c -> CoreType.Value.F64;
      case 0x70 -> new CoreType.Value("funcref");
      case 0x6f -> new CoreType.Value("externref");
      case 0x7b -> new CoreType.Value("v128");
      default -> throw in.unknown("core value type", code);
    };
  }

  private CoreDeclaration coreDeclaration() {
    int code = in.u8();
    return switch (code) {
      case 0 -> new CoreDeclaration.Import(in.name(), in.name(), coreExtern());
      case 1 -> new CoreDeclaration.Type(core());
      case 2 -> {
        in.expect(0x10, "sort of a core alias");
        in.expect(1, "core alias");
        yield new CoreDeclaration.AliasOuter(in.index(), in.index());
      }
      case 3 -> new CoreDeclaration.Export(in.name(), coreExtern());
      default -> throw in.unknown("declaration of a core module type", code);
    };
  }

  private CoreExtern coreExtern() {
    int code = in.u8();
    return switch (code) {
      case 0 -> new CoreExtern.Function(in.index());
      case 1 -> {
        var element = coreValue();
        var limits = limits();
        yield new CoreExtern.Plain(new CoreType.Table(element, limits[0], limits[1]));
      }
      case 2 -> {
        var limits = limits();
        if (limits[0] > MAX_PAGES || (limits[1] != CoreType.UNBOUNDED && limits[1] > MAX_PAGES)) {
          throw in.malformed("memory size must be at most " + MAX_PAGES + " pages");
        }
        yield new CoreExtern.Plain(new CoreType.Memory(limits[0], limits[1]));
      }
      case 3 -> {
        var value = coreValue();
        int mutable = in.u8();
        if (mutable > 1) {
          throw in.malformed("invalid mutability");
        }
        yield new CoreExtern.Plain(new CoreType.Global(value, mutable == 1));
      }
      case 4 -> {
        in.expect(0, "attribute of a tag");
        yield new CoreExtern.Tag(in.index());
      }
      default -> throw in.unknown("core import or export", code);
    };
  }

  private long[] limits() {
    int code = in.u8();
    return switch (code) {
      case 0 -> new long[] {Integer.toUnsignedLong(in.u32()), CoreType.UNBOUNDED};
      case 1 -> new long[] {Integer.toUnsignedLong(in.u32()), Integer.toUnsignedLong(in.u32())};
      default -> throw in.unknown("form of limits", code);
    };
  }
}
