package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.store.RunStatus;
import io.ipvm.store.StoreException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ExitStatusTest {
  @Test
  void numbersAreAContract() {
    var numbers =
        Arrays.stream(ExitStatus.values())
            .map(status -> status.code() + "=" + status.number())
            .collect(Collectors.joining(" "));

    assertThat(numbers)
        .isEqualTo(
            "ok=0 failed=1 usage=2 mismatch=3 not-found=4 not-authorised=5 conflict=6 unavailable=7"
                + " in-doubt=8 store-corrupt=10 store-newer=11 store-locked=12 store-unwritable=13"
                + " installation=14 interrupted=130");
  }

  @ParameterizedTest
  @CsvSource({
    "CALLER_ERROR, USAGE",
    "NOT_FOUND, NOT_FOUND",
    "NOT_AUTHORISED, NOT_AUTHORISED",
    "CONFLICT, CONFLICT",
    "MISMATCH, MISMATCH",
    "EXHAUSTED, UNAVAILABLE",
    "UNAVAILABLE, UNAVAILABLE",
    "IN_DOUBT, IN_DOUBT",
    "CORRUPT, STORE_CORRUPT",
    "BUG, FAILED",
  })
  void mapsWhatTheNodeThrows(ErrorCode code, ExitStatus status) {
    var failure = Explanations.of(new IpvmException(code, "message"));

    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.why()).isEqualTo("message");
  }

  @ParameterizedTest
  @CsvSource({
    "CORRUPT, STORE_CORRUPT", "NEWER, STORE_NEWER", "LOCKED, STORE_LOCKED",
    "FULL, STORE_UNWRITABLE", "READ_ONLY, STORE_UNWRITABLE", "STALE_OWNER, CONFLICT",
    "FAILED, UNAVAILABLE",
  })
  void mapsWhatTheStoreThrows(StoreException.Kind kind, ExitStatus status) {
    assertThat(Explanations.of(new StoreException(kind, "message")).status()).isEqualTo(status);
  }

  @Test
  void mapsWhatJavaThrows() {
    assertThat(status(new NoSuchFileException("x"))).isEqualTo(ExitStatus.NOT_FOUND);
    assertThat(status(new AccessDeniedException("x"))).isEqualTo(ExitStatus.NOT_AUTHORISED);
    assertThat(status(new IOException("x"))).isEqualTo(ExitStatus.FAILED);
    assertThat(status(new FileSystemException("x", null, "No space left on device")))
        .isEqualTo(ExitStatus.STORE_UNWRITABLE);
    assertThat(status(new NoClassDefFoundError("x"))).isEqualTo(ExitStatus.INSTALLATION);
    assertThat(status(new InterruptedException())).isEqualTo(ExitStatus.INTERRUPTED);
    assertThat(status(new OutOfMemoryError())).isEqualTo(ExitStatus.UNAVAILABLE);
    assertThat(status(new IllegalStateException())).isEqualTo(ExitStatus.FAILED);
  }

  @ParameterizedTest
  @EnumSource(RunStatus.class)
  void onlyACompletedRunIsOk(RunStatus status) {
    assertThat(ExitStatus.of(status) == ExitStatus.OK).isEqualTo(status == RunStatus.COMPLETED);
  }

  private static ExitStatus status(Throwable thrown) {
    return Explanations.of(thrown).status();
  }
}
