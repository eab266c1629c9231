package io.ipvm.node;

import io.ipvm.ucan.Receipt;
import java.util.List;

/// What a check of a receipt found.
public record ReceiptCheck(Receipt receipt, List<Finding> findings) {
  public ReceiptCheck {
    findings = List.copyOf(findings);
  }

  public boolean passed() {
    return findings.stream().noneMatch(finding -> finding.result() == Finding.Result.FAILED);
  }

  /// Whether the task was not computed again, because something for it is not here.
  public boolean lacksReplay() {
    return findings.stream()
        .anyMatch(finding ->
            finding.subject().equals("replay") && finding.result() == Finding.Result.UNKNOWN);
  }

  /// One thing that was looked at.
  ///
  /// @param subject what: `signature`, `instruction`, `output`, `replay`
  public record Finding(String subject, Result result, String detail) {
    /// How it stands.
    public enum Result {
      PASSED,
      /// Nothing speaks against it, but it could not be looked at here.
      UNKNOWN,
      FAILED
    }
  }
}
