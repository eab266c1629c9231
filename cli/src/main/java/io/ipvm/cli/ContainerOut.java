package io.ipvm.cli;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ucan.ContainerForm;
import io.ipvm.ucan.ContainerWriter;
import io.ipvm.ucan.Token;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a container of tokens goes that a command made: standard output, so that `>` takes it, or
/// a file; as text unless something else is asked for.
///
/// @param file as it was typed
record ContainerOut(ContainerForm form, Optional<String> file) {
  private static final Map<String, ContainerForm> FORMS = forms();

  private static final String USUAL = "text";

  private static Map<String, ContainerForm> forms() {
    var forms = new LinkedHashMap<String, ContainerForm>();
    forms.put(USUAL, ContainerForm.BASE64_GZIP);
    forms.put("url", ContainerForm.BASE64_URL_GZIP);
    forms.put("raw", ContainerForm.RAW_GZIP);
    forms.put("plain-text", ContainerForm.BASE64);
    forms.put("plain-url", ContainerForm.BASE64_URL);
    forms.put("plain-raw", ContainerForm.RAW);
    return forms;
  }

  /// The options that [#of] reads.
  static Syntax options(Syntax syntax) {
    return syntax
        .option("-O,--out", "FILE", "write there; - or nothing is standard output")
        .option("--form", "FORM", String.join("|", FORMS.keySet()));
  }

  /// What the command line asks for.
  ///
  /// @throws Failure if that cannot be, before anything is signed
  static ContainerOut of(Arguments arguments, Session session) {
    var named = arguments.option("--form").orElse(USUAL);
    var form = FORMS.get(named);
    if (form == null) {
      throw Failure.usage(
          "unknown form " + Text.visible(named),
          "--form takes one of " + String.join(", ", FORMS.keySet()),
          "--form url");
    }
    var file = arguments.option("--out").filter(name -> !name.equals("-"));
    if (!form.isText() && file.isEmpty() && session.console().terminal().out()) {
      throw Failure.usage(
          "the bytes of a container are not for a terminal",
          "--form " + named + " is no text",
          "-O FILE, or --form text");
    }
    return new ContainerOut(form, file);
  }

  /// Writes the container; for machines, an answer that tells of it.
  ///
  /// @param token the one it is all about
  void write(ContainerWriter container, Token token, Answer.Builder answer, Session session)
      throws IOException {
    var bytes = container.write(form);
    if (file.isPresent()) {
      save(bytes, session);
    }
    var printer = session.printer();
    switch (printer.format()) {
      case TABLE, WIDE -> {
        if (file.isEmpty()) {
          print(container, bytes, printer);
        }
      }
      case ID -> printer.text(Whom.token(token.cid()));
      case DAG_JSON -> printer.structured(Answer.of(DagCbor.decode(token.bytes())));
      case JSON, JSONL, YAML -> {
        file.ifPresentOrElse(
            name -> answer.put("file", session.console().resolve(name).normalize().toString()),
            () -> answer.put("container", container.text(textual())));
        printer.structured(answer.build());
      }
    }
  }

  private void print(ContainerWriter container, Bytes bytes, Printer printer) {
    if (form.isText()) {
      printer.text(container.text(form));
    } else {
      printer.bytes(bytes);
    }
  }

  private ContainerForm textual() {
    return form.isText() ? form : ContainerForm.BASE64_GZIP;
  }

  private void save(Bytes bytes, Session session) throws IOException {
    var name = file.orElseThrow();
    WholeFile.write(
        session.console().resolve(name),
        out -> {
          out.write(bytes.toArray());
          if (form.isText()) {
            out.write('\n');
          }
        });
  }

  /// Where it went, for a sentence.
  String place() {
    return file.map(name -> "; wrote " + Text.visible(name)).orElse("");
  }

  /// The names of tokens, for machines.
  static Answer.Items names(List<? extends Token> tokens) {
    return Answer.texts(tokens.stream().map(token -> Whom.token(token.cid())).toList());
  }
}
