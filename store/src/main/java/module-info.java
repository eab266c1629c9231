import org.jspecify.annotations.NullMarked;

/// What survives: the run log, its index, blocks and names.
@NullMarked
module io.ipvm.store {
  requires static org.jspecify;
  requires transitive io.ipvm.workflow;
  requires java.sql;
  requires org.xerial.sqlitejdbc;
  requires org.slf4j;

  exports io.ipvm.store;
}
