import org.jspecify.annotations.NullMarked;

/// Keys: signing, verifying, did:key, peer ids and key files.
@NullMarked
module io.ipvm.keys {
  requires static org.jspecify;
  requires transitive io.ipvm.ipld;
  requires org.bouncycastle.provider;
  requires org.conscrypt;

  exports io.ipvm.keys;
}
