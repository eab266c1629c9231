package io.ipvm.cli;

import io.ipvm.ipld.Bytes;
import io.ipvm.node.Ipvm;
import io.ipvm.workflow.Nearest;
import io.ipvm.workflow.Problem;
import io.ipvm.workflow.Problem.Severity;
import io.ipvm.workflow.Reading;
import io.ipvm.workflow.TaskPlaces;
import io.ipvm.workflow.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A workflow document as a person names it: a file, or `-` for standard input.
///
/// @param folder what relative paths in it are relative to
record DocumentFile(Bytes source, String name, Path folder) {
  /// Bytes of a document; larger ones are refused before they are read.
  static final int LIMIT = 16 * 1024 * 1024;

  private static final String STANDARD_INPUT = "-";

  /// Reads it.
  ///
  /// @throws Failure if it is no file, or too large
  static DocumentFile load(String operand, Console console) throws IOException {
    if (operand.equals(STANDARD_INPUT)) {
      return new DocumentFile(
          limited(console.in().readNBytes(LIMIT + 1), "standard input"),
          "standard input",
          console.folder());
    }
    Console.requireName(operand);
    var file = console.resolve(operand);
    if (Files.isDirectory(file)) {
      throw Failure.usage(
          Text.visible(operand) + " is a directory",
          "a workflow is one file, YAML or JSON",
          documentIn(file)
              .map(found -> "ipvm run " + Path.of(operand).resolve(found))
              .orElse("ls " + operand));
    }
    if (!Files.exists(file)) {
      throw missing(operand, file);
    }
    try (var in = Files.newInputStream(file)) {
      return new DocumentFile(
          limited(in.readNBytes(LIMIT + 1), operand),
          String.valueOf(file.getFileName()),
          Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(console.folder()));
    }
  }

  /// The compiled document. Warnings are told.
  ///
  /// @throws Failure with every problem if there is an error
  Template compile(Ipvm node, Messages messages) {
    return require(node.read(source, name, folder), messages);
  }

  /// What came of reading this document, or of binding it.
  ///
  /// @throws Failure with every problem if there is an error
  <T> T require(Reading<T> reading, Messages messages) {
    return switch (reading) {
      case Reading.Valid<T>(var value, var problems) -> {
        warn(problems, messages);
        yield value;
      }
      case Reading.Invalid<T>(var problems) -> throw invalid(problems);
    };
  }

  /// Tells warnings; throws if there is an error among them.
  ///
  /// @param found after the document had been compiled, so without lines
  void require(List<Problem> found, Messages messages) {
    var problems = placed(found);
    if (problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR)) {
      throw invalid(problems);
    }
    warn(problems, messages);
  }

  /// Problems that came up after the document had been compiled, with lines.
  List<Problem> placed(List<Problem> problems) {
    return TaskPlaces.of(problems, source);
  }

  private void warn(List<Problem> problems, Messages messages) {
    messages.tell(this, problems);
  }

  private Failure invalid(List<Problem> problems) {
    long errors = problems.stream().filter(p -> p.severity() == Severity.ERROR).count();
    return new Failure(
        ExitStatus.USAGE,
        name + " cannot run",
        "it has " + Humane.count(errors, "error"),
        errors == 1 ? "correct it and repeat" : "correct them and repeat",
        problems,
        this);
  }

  private static Bytes limited(byte[] bytes, String name) {
    if (bytes.length > LIMIT) {
      throw Failure.usage(
          Text.visible(name) + " is no workflow document",
          "it has more than " + LIMIT + " bytes, the limit",
          "large data belongs into files the document names: {{ file:./data.bin }}");
    }
    return Bytes.owned(bytes);
  }

  private static Failure missing(String operand, Path file) throws IOException {
    var parent = file.toAbsolutePath().getParent();
    var wanted = String.valueOf(file.getFileName());
    Optional<String> near =
        parent == null || !Files.isDirectory(parent)
            ? Optional.empty()
            : Nearest.to(wanted, documents(parent));
    var folder = Optional.ofNullable(Path.of(operand).getParent());
    return new Failure(
        ExitStatus.NOT_FOUND,
        "there is no file " + operand,
        "it is looked for in " + parent,
        near.map(name -> "ipvm run " + folder.map(f -> f.resolve(name)).orElse(Path.of(name)))
            .orElse("ls " + folder.map(Path::toString).orElse(".")));
  }

  private static Optional<String> documentIn(Path folder) throws IOException {
    return documents(folder).stream().findFirst();
  }

  private static List<String> documents(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.matches(".*\\.(ya?ml|json|cbor)"))
          .sorted()
          .toList();
    }
  }
}
