package io.ipvm.ucan;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Multibase;
import io.ipvm.keys.Did;
import java.time.Instant;

/// How tokens, principals and times appear in sentences: recognisable, and short enough to read.
final class Shown {
  private static final int LONGEST_DID = 40;

  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Shown() {}

  /// Head and tail of the text form; base58btc, as tokens are named (rule C4).
  static String of(Cid cid) {
    return shortened(cid.toString(Multibase.BASE58_BTC), 10);
  }

  static String of(Did did) {
    var text = did.text();
    return text.length() <= LONGEST_DID ? text : shortened(text, "did:key:".length() + 8);
  }

  private static String shortened(String text, int head) {
    return text.substring(0, head) + "…" + text.substring(text.length() - 4);
  }

  /// A moment, in UTC.
  static String time(long seconds) {
    return Instant.ofEpochSecond(seconds).toString();
  }

  /// A length of time in its largest unit, rounded down.
  static String duration(long seconds) {
    if (seconds < 2 * MINUTE) {
      return seconds + " s";
    } else if (seconds < 2 * HOUR) {
      return seconds / MINUTE + " min";
    } else if (seconds < 2 * DAY) {
      return seconds / HOUR + " h";
    }
    return seconds / DAY + " days";
  }
}
