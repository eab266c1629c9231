package io.ipvm.engine;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.BoolNode;
import io.ipvm.ipld.Node.BytesNode;
import io.ipvm.ipld.Node.FloatNode;
import io.ipvm.ipld.Node.IntNode;
import io.ipvm.ipld.Node.LinkNode;
import io.ipvm.ipld.Node.ListNode;
import io.ipvm.ipld.Node.NullNode;
import io.ipvm.ipld.Node.StringNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Java records as IPLD maps and back, by the declared type of each component.
///
/// A component may be `boolean`, `int`, `long`, `double` (or their boxes), `String`, [Bytes],
/// [Cid], [Node], an enum, another record, and `List`, `Map` with text keys or `Optional` of these.
/// Other types are refused when the function is registered, not when it is called. A missing or
/// null entry is an empty `Optional`; unknown entries are errors.
///
/// The one place of this project that reflects: a program's own records cannot be known otherwise.
/// A named module has to open its package to `io.ipvm.engine`.
final class Records<R extends Record> {
  private final Class<R> type;
  private final RecordComponent[] components;
  private final Constructor<R> constructor;

  private Records(Class<R> type, RecordComponent[] components, Constructor<R> constructor) {
    this.type = type;
    this.components = components;
    this.constructor = constructor;
  }

  /// Looks at `type` once.
  ///
  /// @throws IllegalArgumentException if a component has a type that has no place in IPLD
  static <R extends Record> Records<R> of(Class<R> type) {
    var components = type.getRecordComponents();
    try {
      var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      for (var component : components) {
        component.getAccessor().setAccessible(true);
        check(component.getGenericType(), type.getSimpleName() + "." + component.getName());
      }
      return new Records<>(type, components, constructor);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type + " has no canonical constructor", e);
    }
  }

  MapNode encode(R value) {
    var map = MapNode.builder();
    for (var component : components) {
      try {
        map.put(component.getName(), toNode(component.getAccessor().invoke(value)));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IpvmException(ErrorCode.BUG, "cannot read " + type + "." + component, e);
      }
    }
    return map.build();
  }

  /// Reads a map.
  ///
  /// @throws MalformedException naming the entry that does not fit
  R decode(Node node) {
    if (!(node instanceof MapNode map)) {
      throw new MalformedException(type.getSimpleName() + " has to be a map");
    }
    var known = Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.toSet());
    refuseUnknown(map, known);
    var arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      var name = components[i].getName();
      var where = type.getSimpleName() + "." + name;
      arguments[i] =
          toJava(map.find(name).orElse(Node.NULL), components[i].getGenericType(), where);
    }
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new IpvmException(
          ErrorCode.CALLER_ERROR, type.getSimpleName() + ": " + cause.getMessage(), cause);
    } catch (ReflectiveOperationException e) {
      throw new IpvmException(ErrorCode.BUG, "cannot make " + type, e);
    }
  }

  private void refuseUnknown(MapNode map, Set<String> known) {
    for (var key : map.keys()) {
      if (!known.contains(key)) {
        throw new MalformedException(
            type.getSimpleName() + " has no '" + key + "'; it has " + String.join(", ", known));
      }
    }
  }

  private static void check(Type type, String where) {
    switch (type) {
      case Class<?> plain when plain.isRecord() -> Records.of(plain.asSubclass(Record.class));
      case Class<?> plain when plain.isEnum() || PLAIN.contains(plain) -> {}
      case ParameterizedType generic when generic.getRawType() == Map.class -> {
        if (generic.getActualTypeArguments()[0] != String.class) {
          throw new IllegalArgumentException(where + ": keys of a map have to be text");
        }
        check(generic.getActualTypeArguments()[1], where);
      }
      case ParameterizedType generic
          when generic.getRawType() == List.class || generic.getRawType() == Optional.class ->
          check(generic.getActualTypeArguments()[0], where);
      default ->
          throw new IllegalArgumentException(
              where + " has type " + type.getTypeName() + ", which has no place in IPLD");
    }
  }

  private static final Set<Class<?>> PLAIN =
      Set.of(
          boolean.class,
          Boolean.class,
          int.class,
          Integer.class,
          long.class,
          Long.class,
          double.class,
          Double.class,
          String.class,
          Bytes.class,
          Cid.class,
          Node.class);

  private static Node toNode(@Nullable Object value) {
    return switch (value) {
      case null -> Node.NULL;
      case Boolean bool -> Node.of(bool);
      case Integer number -> Node.of(number.longValue());
      case Long number -> Node.of(number);
      case Double number -> Node.of(number);
      case String text -> Node.of(text);
      case Bytes bytes -> Node.of(bytes);
      case Cid cid -> Node.of(cid);
      case Node node -> node;
      case Enum<?> constant -> Node.of(constant.name());
      case Optional<?> optional -> toNode(optional.orElse(null));
      case List<?> list -> Node.list(list.stream().map(Records::toNode).toList());
      case Map<?, ?> map -> {
        var entries = MapNode.builder();
        map.forEach((key, item) -> entries.put((String) key, toNode(item)));
        yield entries.build();
      }
      case Record inner -> encodeInner(inner);
      default -> throw new IpvmException(ErrorCode.BUG, "unchecked type " + value.getClass());
    };
  }

  @SuppressWarnings("unchecked") // the class of a record is the class its codec is made for
  private static <T extends Record> MapNode encodeInner(T inner) {
    return Records.of((Class<T>) inner.getClass()).encode(inner);
  }

  private static Object toJava(Node node, Type type, String where) {
    if (type instanceof ParameterizedType generic) {
      return toGeneric(node, generic, where);
    }
    var plain = (Class<?>) type;
    if (plain == Node.class) {
      return node;
    }
    if (plain.isRecord()) {
      return Records.of(plain.asSubclass(Record.class)).decode(node);
    }
    return switch (node) {
      case BoolNode(var value) when plain == boolean.class || plain == Boolean.class -> value;
      case IntNode(var value) when plain == long.class || plain == Long.class -> value;
      case IntNode(var value)
          when (plain == int.class || plain == Integer.class) && value == (int) value ->
          (int) value;
      case IntNode(var value)
          when (plain == double.class || plain == Double.class) && (long) (double) value == value ->
          (double) value;
      case FloatNode(var value) when plain == double.class || plain == Double.class -> value;
      case StringNode(var value) when plain == String.class -> value;
      case StringNode(var value) when plain.isEnum() -> constant(plain, value, where);
      case BytesNode(var value) when plain == Bytes.class -> value;
      case LinkNode(var value) when plain == Cid.class -> value;
      default ->
          throw new MalformedException(
              where + " has to be " + plain.getSimpleName() + ", not " + node);
    };
  }

  private static Object toGeneric(Node node, ParameterizedType generic, String where) {
    var arguments = generic.getActualTypeArguments();
    if (generic.getRawType() == Optional.class) {
      return node instanceof NullNode
          ? Optional.empty()
          : Optional.of(toJava(node, arguments[0], where));
    }
    if (generic.getRawType() == List.class && node instanceof ListNode(var items)) {
      var list = new ArrayList<Object>();
      for (int i = 0; i < items.size(); i++) {
        list.add(toJava(items.get(i), arguments[0], where + "[" + i + "]"));
      }
      return List.copyOf(list);
    }
    if (generic.getRawType() == Map.class && node instanceof MapNode entries) {
      var map = new LinkedHashMap<String, Object>();
      entries.forEach((key, item) -> map.put(key, toJava(item, arguments[1], where + "." + key)));
      return map;
    }
    throw new MalformedException(where + " has to be " + generic.getTypeName() + ", not " + node);
  }

  private static Object constant(Class<?> type, String name, String where) {
    for (var constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new MalformedException(
        where + " is '" + name + "', not one of " + Arrays.toString(type.getEnumConstants()));
  }
}
