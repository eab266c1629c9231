import org.jspecify.annotations.NullMarked;

/// Workflow documents in every layer, compiled to tasks. Pure: files come through `FileSource`.
@NullMarked
module io.ipvm.workflow {
  requires static org.jspecify;
  requires transitive io.ipvm.ucan;
  requires com.networknt.schema;
  requires org.snakeyaml.engine;
  requires tools.jackson.databind;

  exports io.ipvm.workflow;
}
