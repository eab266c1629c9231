/// Conformance, crash, interop and fuzz tests of the whole.
module io.ipvm.it {
  requires io.ipvm.cli;
  requires io.ipvm.engine;
  requires io.ipvm.ipld;
  requires io.ipvm.node;
  requires io.ipvm.store;
  requires io.ipvm.wasm;
  requires io.ipvm.workflow;
  requires java.net.http;
  requires jdk.httpserver;
}
