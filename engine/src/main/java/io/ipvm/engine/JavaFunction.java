package io.ipvm.engine;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Node;

/// A function in Java that tasks of the operation `java/call` can name.
///
/// The version is part of the instruction: change it whenever the function may answer otherwise, or
/// old results will be found for the new code.
///
/// @param name letters, digits, `-`, `_`, `.`
/// @param version any text without `@` and white space, such as `1`
/// @param effect what calling it does to the world
public record JavaFunction(String name, String version, EffectClass effect, Body body) {
  public JavaFunction {
    requireNonNull(effect);
    requireNonNull(body);
    if (!name.matches("[A-Za-z0-9._-]{1,128}")) {
      throw new IllegalArgumentException(
          "function name '" + name + "' has other than A-Z a-z 0-9 . _ -");
    }
    if (!version.matches("[^@\\s]{1,64}")) {
      throw new IllegalArgumentException(
          "version '" + version + "' of " + name + " has '@' or space");
    }
  }

  /// A function on plain IPLD values.
  public static JavaFunction of(String name, String version, EffectClass effect, Body body) {
    return new JavaFunction(name, version, effect, body);
  }

  /// A function from one record to another; see [Records] for what a record may hold.
  ///
  /// @param <I> the input
  /// @param <O> the output
  public static <I extends Record, O extends Record> JavaFunction of(
      String name,
      String version,
      EffectClass effect,
      Class<I> input,
      Class<O> output,
      RecordFunction<I, O> function) {
    var decoder = Records.of(input);
    var encoder = Records.of(output);
    return new JavaFunction(
        name,
        version,
        effect,
        (node, context) -> encoder.encode(function.call(decoder.decode(node))));
  }

  /// The resource that names this function in an instruction.
  public String rsc() {
    return "java:" + name + "@" + version;
  }

  /// What runs. Interrupt means cancel.
  @FunctionalInterface
  public interface Body {
    /// Computes the output.
    ///
    /// @throws Exception whose message becomes the task's error
    Node call(Node input, Context context) throws Exception;
  }

  /// What runs, on records.
  ///
  /// @param <I> the input
  /// @param <O> the output
  @FunctionalInterface
  public interface RecordFunction<I extends Record, O extends Record> {
    /// Computes the output.
    ///
    /// @throws Exception whose message becomes the task's error
    O call(I input) throws Exception;
  }

  /// What a call is told besides its input.
  ///
  /// @param idempotencyKey the same in every attempt of the same effect
  public record Context(String idempotencyKey) {}
}
