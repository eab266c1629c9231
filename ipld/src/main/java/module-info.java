import org.jspecify.annotations.NullMarked;

/// Content identifiers, the IPLD data model, its codecs, CAR archives and UnixFS files.
@NullMarked
module io.ipvm.ipld {
  requires static org.bouncycastle.provider;
  requires static org.jspecify;

  exports io.ipvm.ipld;
}
