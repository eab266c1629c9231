package io.ipvm.ucan;

/// The signed envelope every UCAN travels in (rules ENV-1 to ENV-7).
final class Envelope {
  private Envelope() {}
}
