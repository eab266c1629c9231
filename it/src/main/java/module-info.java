/// Conformance, crash, interop and fuzz tests of the whole.
module io.ipvm.it {
  requires io.ipvm.cli;
  requires io.ipvm.ipld;
}
