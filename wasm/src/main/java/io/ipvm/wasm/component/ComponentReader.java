package io.ipvm.wasm.component;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.wasm.component.Definition.Arg;
import io.ipvm.wasm.component.Definition.Encoding;
import io.ipvm.wasm.component.Definition.Options;
import io.ipvm.wasm.component.Definition.Ref;
import io.ipvm.wasm.component.Definition.Sort;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the binary form of a component into definitions (`Binary.md`). Indices are not looked up
/// here.
final class ComponentReader {
  /// Components inside components.
  static final int MAX_NESTING = 32;

  /// `\0asm`, version 13, layer 1.
  static final Bytes PREAMBLE = Bytes.fromHex("0061736d0d000100");

  private final BinaryReader in;
  private final int depth;
  private final List<Definition> definitions = new ArrayList<>();

  private ComponentReader(BinaryReader in, int depth) {
    this.in = in;
    this.depth = depth;
  }

  /// Reads a whole component.
  ///
  /// @throws MalformedException if `bytes` are no component, or one with parts we do not know
  static List<Definition> read(Bytes bytes) {
    return read(new BinaryReader(bytes), 0);
  }

  private static List<Definition> read(BinaryReader in, int depth) {
    if (depth > MAX_NESTING) {
      throw in.malformed("components are nested deeper than " + MAX_NESTING);
    }
    if (in.remaining() < PREAMBLE.size() || !in.take(PREAMBLE.size()).equals(PREAMBLE)) {
      throw new MalformedException("component: does not start with " + PREAMBLE.hex());
    }
    return new ComponentReader(in, depth).sections();
  }

  private List<Definition> sections() {
    while (!in.atEnd()) {
      int code = in.u8();
      int size = in.index();
      if (code == 1) {
        definitions.add(new Definition.CoreModule(in.take(size)));
        continue;
      }
      var section = in.section(size);
      if (code == 4) {
        definitions.add(new Definition.Nested(read(section, depth + 1)));
      } else {
        section(code, section);
        if (!section.atEnd()) {
          throw section.malformed("section " + code + " has bytes after its end");
        }
      }
    }
    return definitions;
  }

  private void section(int code, BinaryReader section) {
    var types = new TypeReader(section);
    switch (code) {
      case 0 -> {
        section.name();
        section.take(section.remaining());
      }
      case 2 -> definitions.addAll(section.list(() -> coreInstance(section, types)));
      case 3 -> definitions.addAll(section.list(() -> new Definition.CoreType(types.core())));
      case 5 -> definitions.addAll(section.list(() -> instance(section, types)));
      case 6 -> definitions.addAll(section.list(() -> alias(section, types)));
      case 7 -> definitions.addAll(section.list(() -> new Definition.Type(types.definition())));
      case 8 -> definitions.addAll(section.list(() -> canon(section)));
      case 9, 12 -> throw section.malformed("values and start functions are not supported yet");
      case 10 ->
          definitions.addAll(
              section.list(() -> new Definition.Import(types.externName(), types.extern())));
      case 11 -> definitions.addAll(section.list(() -> export(section, types)));
      default -> throw section.unknown("section", code);
    }
  }

  private static Definition coreInstance(BinaryReader in, TypeReader types) {
    return switch (in.u8()) {
      case 0 ->
          new Definition.CoreInstantiate(
              in.index(),
              in.list(() -> {
                var name = in.name();
                in.expect(0x12, "sort of a core argument");
                return new Arg(name, new Ref(Sort.CORE_INSTANCE, in.index()));
              }));
      case 1 ->
          new Definition.CoreBundle(
              in.list(() -> new Arg(in.name(), new Ref(types.coreSort(), in.index()))));
      default -> throw in.malformed("invalid core instance");
    };
  }

  private static Definition instance(BinaryReader in, TypeReader types) {
    return switch (in.u8()) {
      case 0 ->
          new Definition.Instantiate(
              in.index(), in.list(() -> new Arg(in.name(), new Ref(types.sort(), in.index()))));
      case 1 ->
          new Definition.Bundle(
              in.list(() -> new Arg(types.externName(), new Ref(types.sort(), in.index()))));
      default -> throw in.malformed("invalid instance");
    };
  }

  private static Definition alias(BinaryReader in, TypeReader types) {
    var sort = types.sort();
    int code = in.u8();
    return switch (code) {
      case 0, 1 -> {
        // Core instances export everything but modules, types and instances.
        boolean core = code == 1;
        boolean fits = core ? sort.compareTo(Sort.CORE_TAG) <= 0 : exportable(sort);
        if (!fits) {
          throw in.malformed("an alias cannot name an exported " + sort);
        }
        yield new Definition.AliasExport(sort, in.index(), in.name());
      }
      case 2 -> {
        switch (sort) {
          case CORE_MODULE, CORE_TYPE, TYPE, COMPONENT -> {}
          default -> throw in.malformed("an alias cannot name an outer " + sort);
        }
        yield new Definition.AliasOuter(sort, in.index(), in.index());
      }
      default -> throw in.unknown("alias", code);
    };
  }

  private static boolean exportable(Sort sort) {
    return !sort.isCore() || sort == Sort.CORE_MODULE;
  }

  private static Definition canon(BinaryReader in) {
    int code = in.u8();
    return switch (code) {
      case 0 -> {
        in.expect(0, "sort of a lifted function");
        yield new Definition.Lift(in.index(), options(in), in.index());
      }
      case 1 -> {
        in.expect(0, "sort of a lowered function");
        yield new Definition.Lower(in.index(), options(in));
      }
      case 2 -> new Definition.ResourceNew(in.index());
      case 3 -> new Definition.ResourceDrop(in.index());
      case 4 -> new Definition.ResourceRep(in.index());
      default -> {
        if (code <= 0x2d || (code >= 0x40 && code <= 0x42)) {
          throw Unsupported.asynchronous(
              "the built-in 0x" + HexFormat.of().toHexDigits((byte) code) + " and its like");
        }
        throw in.unknown("canonical definition", code);
      }
    };
  }

  private static Options options(BinaryReader in) {
    var read = new OptionsReader();
    in.list(() -> {
      read.option(in);
      return read;
    });
    return new Options(
        read.encoding == null ? Encoding.UTF8 : read.encoding,
        Optional.ofNullable(read.memory),
        Optional.ofNullable(read.realloc),
        Optional.ofNullable(read.postReturn));
  }

  private static final class OptionsReader {
    private @Nullable Encoding encoding;
    private @Nullable Integer memory;
    private @Nullable Integer realloc;
    private @Nullable Integer postReturn;

    void option(BinaryReader in) {
      int code = in.u8();
      switch (code) {
        case 0 -> encoding = once(in, encoding, Encoding.UTF8);
        case 1 -> encoding = once(in, encoding, Encoding.UTF16);
        case 2 -> encoding = once(in, encoding, Encoding.LATIN1_UTF16);
        case 3 -> memory = once(in, memory, in.index());
        case 4 -> realloc = once(in, realloc, in.index());
        case 5 -> postReturn = once(in, postReturn, in.index());
        case 6, 7 -> throw Unsupported.asynchronous("async and callback options");
        default -> throw in.unknown("canonical option", code);
      }
    }

    private static <T> T once(BinaryReader in, @Nullable T before, T now) {
      if (before != null) {
        throw in.malformed("canonical option is specified more than once");
      }
      return now;
    }
  }

  private static Definition export(BinaryReader in, TypeReader types) {
    var name = types.externName();
    var ref = new Ref(types.sort(), in.index());
    if (!exportable(ref.sort())) {
      throw in.malformed("a component cannot export a " + ref.sort());
    }
    return new Definition.Export(name, ref, in.optional(types::extern));
  }
}
