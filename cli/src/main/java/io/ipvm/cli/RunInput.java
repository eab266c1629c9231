package io.ipvm.cli;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.ListNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The input of a run, from `--input` and `--set`.
final class RunInput {
  /// Bytes of an input; larger data belongs into files.
  private static final int LIMIT = 16 * 1024 * 1024;

  /// Steps into an input; DAG-JSON nests no deeper.
  private static final int DEEPEST = 128;

  private RunInput() {}

  static Node of(Arguments arguments, Console console) throws IOException {
    var given = arguments.option("--input");
    Node input = given.isPresent() ? read(given.get(), console) : MapNode.EMPTY;
    for (var assignment : arguments.allOptions("--set")) {
      input = set(input, assignment);
    }
    return input;
  }

  /// What `JSON|@FILE` stands for.
  static Bytes bytes(String given, Console console) throws IOException {
    return given.startsWith("@") ? load(given.substring(1), console) : Bytes.utf8(given);
  }

  private static Node read(String given, Console console) throws IOException {
    try {
      return DagJson.decode(bytes(given, console));
    } catch (MalformedException e) {
      throw Failure.usage(
          "the value of --input is no JSON",
          String.valueOf(e.getMessage()),
          "--input '{\"name\":\"Ada\"}', or --input @file.json");
    }
  }

  private static Bytes load(String file, Console console) throws IOException {
    byte[] bytes;
    if (file.equals("-")) {
      bytes = console.in().readNBytes(LIMIT + 1);
    } else {
      try (var in = console.open(file)) {
        bytes = in.readNBytes(LIMIT + 1);
      }
    }
    if (bytes.length > LIMIT) {
      throw Failure.usage(
          "the input " + Text.visible(file) + " is too large",
          "it has more than " + LIMIT + " bytes, the limit",
          "large data belongs into files the document names: {{ file:./data.bin }}");
    }
    return Bytes.owned(bytes);
  }

  /// `path=value`: JSON if it is, else text.
  static Node set(Node input, String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw Failure.usage(
          "--set " + Text.visible(assignment) + " sets nothing",
          "it has to be a path into the input, '=' and a value",
          "--set width=640, --set address.city=Paris, --set tags[0]=new");
    }
    var path = assignment.substring(0, equals);
    var steps = List.of(path.replaceAll("\\[(\\d{1,9})]", ".$1").split("\\.", -1));
    if (steps.size() > DEEPEST) {
      throw unfit(Text.cut(path, 40), "it has " + steps.size() + " steps, limit " + DEEPEST);
    }
    return with(input, steps, value(assignment.substring(equals + 1)), path);
  }

  private static Node value(String text) {
    try {
      return DagJson.decode(text);
    } catch (MalformedException _) {
      return Node.of(text);
    }
  }

  private static Node with(Node into, List<String> steps, Node value, String path) {
    if (steps.isEmpty()) {
      return value;
    }
    var step = steps.getFirst();
    var rest = steps.subList(1, steps.size());
    if (into instanceof ListNode(var items) && step.matches("\\d{1,9}")) {
      int index = Integer.parseInt(step);
      if (index > items.size()) {
        throw unfit(path, "the list has " + items.size() + " items, there is no [" + index + "]");
      }
      var copy = new ArrayList<>(items);
      if (index == items.size()) {
        copy.add(with(MapNode.EMPTY, rest, value, path));
      } else {
        copy.set(index, with(items.get(index), rest, value, path));
      }
      return Node.list(copy);
    }
    if (into instanceof MapNode map && !step.isEmpty()) {
      return map.with(step, with(map.find(step).orElse(MapNode.EMPTY), rest, value, path));
    }
    throw unfit(path, "'" + step + "' leads into something that has no parts");
  }

  private static Failure unfit(String path, String why) {
    return Failure.usage(
        "--set " + Text.visible(path) + " does not fit the input",
        Text.visible(why),
        "give the whole input: --input '{...}'");
  }
}
