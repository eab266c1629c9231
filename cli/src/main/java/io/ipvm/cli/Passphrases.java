package io.ipvm.cli;

import io.ipvm.keys.Passphrase;
import io.ipvm.keys.PassphraseSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Where a command gets passphrases from: the file that a setting names, else the person at the
/// terminal, else nowhere. They never come from the command line or an environment variable, which
/// other programs can read.
final class Passphrases implements PassphraseSource {
  private static final String NONE = "nobody typed one, and no file with one is named";
  private static final String FILE =
      "--passphrase-file FILE, or " + Setting.PASSPHRASE_FILE.variable() + "=FILE";

  private final Session session;

  Passphrases(Session session) {
    this.session = session;
  }

  @Override
  public Optional<Passphrase> ask(String name) {
    return ofFile(session.settings().get(Setting.PASSPHRASE_FILE))
        .or(() -> typed("passphrase of " + name + ": "))
        .or(() -> {
          throw new Failure(
              ExitStatus.NOT_AUTHORISED, Text.visible(name) + " is under a passphrase", NONE, FILE);
        });
  }

  /// A passphrase for a key that is being made, typed twice.
  ///
  /// @throws Failure if there is none
  Passphrase choose() {
    var file = ofFile(session.settings().get(Setting.PASSPHRASE_FILE));
    if (file.isPresent()) {
      return file.get();
    }
    var first = line("new passphrase: ").orElseThrow(Passphrases::nobodyToAsk);
    var second = line("the same again: ").orElseThrow(Passphrases::nobodyToAsk);
    boolean same = Arrays.equals(first, second);
    Arrays.fill(second, '\0');
    if (!same) {
      Arrays.fill(first, '\0');
      throw Failure.usage(
          "the two passphrases differ", "a typing error would lock the key for ever", "type again");
    }
    return owned(first);
  }

  private static Failure nobodyToAsk() {
    return Failure.usage("there is no passphrase", NONE, FILE);
  }

  private Optional<Passphrase> ofFile(Settings.Chosen chosen) {
    return chosen.text().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Passphrase.ofFile(session.console().folder().resolve(Path.of(chosen.text()))));
  }

  private Optional<Passphrase> typed(String prompt) {
    return line(prompt).map(Passphrases::owned);
  }

  private Optional<char[]> line(String prompt) {
    return session.mayAsk() ? session.console().terminal().askSecret(prompt) : Optional.empty();
  }

  private static Passphrase owned(char[] characters) {
    if (characters.length > Passphrase.MAX_SIZE) {
      throw Failure.usage(
          "the passphrase is too long",
          "it has " + characters.length + " characters, limit " + Passphrase.MAX_SIZE,
          "a shorter one");
    }
    return Passphrase.owned(characters);
  }
}
