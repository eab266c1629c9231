package io.ipvm.wasm.component;

import io.ipvm.ipld.MalformedException;
import io.ipvm.wasm.component.Definition.Sort;
import io.ipvm.wasm.component.TypeSyntax.Labelled;
import io.ipvm.wasm.component.ValType.Case;
import io.ipvm.wasm.component.ValType.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Looks up the indices in value and function types of one scope, and checks what the parts have to
/// fulfil.
final class TypeResolver {
  /// Parts of one type, each counted as often as it is written out.
  static final int MAX_WEIGHT = 10_000;

  /// Types inside types.
  static final int MAX_DEPTH = 64;

  static final int MAX_FLAGS = 32;

  private final Scope scope;
  private int weight;
  private int depth;

  private TypeResolver(Scope scope) {
    this.scope = scope;
  }

  /// A value or function type.
  static Item.Type resolve(TypeSyntax syntax, Scope scope) {
    return new TypeResolver(scope).resolve(syntax);
  }

  private Item.Type resolve(TypeSyntax syntax) {
    return switch (syntax) {
      case TypeSyntax.Primitive(var type) -> val(type);
      case TypeSyntax.RecordOf(var fields) -> val(new ValType.RecordOf(fields(fields, "record")));
      case TypeSyntax.Variant(var cases) -> {
        requireSome(cases, "variant");
        requireLabels(cases.stream().map(TypeSyntax.LabelledCase::label).toList(), "case");
        yield val(
            new ValType.Variant(
                cases.stream().map(c -> new Case(c.label(), optional(c.payload()))).toList()));
      }
      case TypeSyntax.ListOf(var element) -> val(new ValType.ListOf(value(element)));
      case TypeSyntax.Tuple(var items) -> {
        requireSome(items, "tuple");
        yield val(new ValType.Tuple(items.stream().map(this::value).toList()));
      }
      case TypeSyntax.Flags(var labels) -> {
        requireSome(labels, "flags");
        requireLabels(labels, "flag");
        if (labels.size() > MAX_FLAGS) {
          throw invalid(labels.size() + " flags, limit " + MAX_FLAGS);
        }
        yield val(new ValType.Flags(labels));
      }
      case TypeSyntax.EnumOf(var labels) -> {
        requireSome(labels, "enum");
        requireLabels(labels, "case");
        yield val(new ValType.EnumOf(labels));
      }
      case TypeSyntax.OptionOf(var some) -> val(new ValType.OptionOf(value(some)));
      case TypeSyntax.ResultOf(var ok, var err) ->
          val(new ValType.ResultOf(optional(ok), optional(err)));
      case TypeSyntax.Own(var resource) -> val(new ValType.Own(resource(resource)));
      case TypeSyntax.Borrow(var resource) -> val(new ValType.Borrow(resource(resource)));
      case TypeSyntax.Function(var params, var result) -> function(params, result);
      case TypeSyntax.Resource _, TypeSyntax.Interface _ ->
          throw new IllegalArgumentException("no value or function type: " + syntax);
    };
  }

  private Item.Val val(ValType type) {
    if (weight + 1 > MAX_WEIGHT) {
      throw invalid("a type of more than " + MAX_WEIGHT + " parts");
    }
    if (depth + 1 > MAX_DEPTH) {
      throw invalid("types are nested deeper than " + MAX_DEPTH);
    }
    return new Item.Val(type, weight + 1, depth + 1);
  }

  private Item.FuncOf function(List<Labelled> params, Optional<TypeSyntax.Value> result) {
    requireLabels(params.stream().map(Labelled::label).toList(), "parameter");
    var type =
        new FuncType(
            params.stream().map(p -> new Field(p.label(), value(p.type()))).toList(),
            optional(result));
    val(ValType.Prim.BOOL);
    if (type.result().isPresent() && Handles.borrows(type.result().get())) {
      throw invalid("a result cannot contain a borrow");
    }
    return new Item.FuncOf(type);
  }

  private List<Field> fields(List<Labelled> fields, String what) {
    requireSome(fields, what);
    requireLabels(fields.stream().map(Labelled::label).toList(), "field");
    return fields.stream().map(f -> new Field(f.label(), value(f.type()))).toList();
  }

  private Optional<ValType> optional(Optional<TypeSyntax.Value> type) {
    return type.map(this::value);
  }

  private ValType value(TypeSyntax.Value value) {
    return switch (value) {
      case TypeSyntax.Value.Primitive(var type) -> {
        weight++;
        yield type;
      }
      case TypeSyntax.Value.Index(var index) -> {
        var item = scope.require(Sort.TYPE, index);
        if (!(item instanceof Item.Val(var type, var parts, var levels))) {
          throw invalid("type index " + index + " is not a value type");
        }
        weight = Math.min(weight + parts, MAX_WEIGHT);
        depth = Math.max(depth, levels);
        yield type;
      }
    };
  }

  private ResourceType resource(int index) {
    if (scope.require(Sort.TYPE, index) instanceof Item.Resource(var type)) {
      return type;
    }
    throw invalid("type index " + index + " is not a resource type");
  }

  private static void requireSome(List<?> parts, String what) {
    if (parts.isEmpty()) {
      throw invalid(what + " type must have at least one part");
    }
  }

  private static void requireLabels(List<String> labels, String what) {
    var seen = new HashSet<String>();
    for (var label : labels) {
      if (!ExternName.isLabel(label)) {
        throw invalid(what + " name `" + label + "` is not in kebab case");
      }
      if (!seen.add(label.toLowerCase(Locale.ROOT))) {
        throw invalid(what + " name `" + label + "` conflicts with a previous one");
      }
    }
  }

  private static MalformedException invalid(String what) {
    return new MalformedException("component: " + what);
  }
}
