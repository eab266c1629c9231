package io.ipvm.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the URL parsers of Homestar, browsers and Node print; checked against Node's `URL`.
final class ResourceUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "ipfs://bafybeiAbC | ipfs://bafybeiAbC",
        "IPFS://bafy/a/../b | ipfs://bafy/b",
        "ipfs:bafy | ipfs:bafy",
        "java:greet@1 | java:greet@1",
        "ipvm:flow | ipvm:flow",
        "HTTP://Example.COM | http://example.com/",
        "http://example.com:80/a | http://example.com/a",
        "https://example.com:443 | https://example.com/",
        "http://example.com:8080/./a/%2e%2E/b/. | http://example.com:8080/b/",
        "http:\\\\example.com\\a | http://example.com/a",
        "http:example.com | http://example.com/",
        "https://u:p@example.com/?q='x y'#f g | https://u:p@example.com/?q=%27x%20y%27#f%20g",
        "http://bücher.example/ä | http://xn--bcher-kva.example/%C3%A4",
        "http://ex%61mple.com | http://example.com/",
        "file:///a/b | file:///a/b",
        "file:/a | file:///a",
        "foo:/a/../b | foo:/b",
        "foo://h:99/a b | foo://h:99/a%20b",
        "http://[::1]:3000/ | http://[::1]:3000/",
        "http://127.0.0.1 | http://127.0.0.1/",
        "foo://h:/x | foo://h/x",
        "foo://u:p@h:1/x | foo://u:p@h:1/x",
        "foo://[::1]:/x | foo://[::1]/x",
        "dns:a b | dns:a b",
      })
  void printsWhatTheStandardSays(String text, String printed) {
    assertThat(ResourceUrl.normalised(text)).isEqualTo(printed);
    assertThat(ResourceUrl.normalised(printed)).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bafy",
        "/a",
        "//a",
        "1a:b",
        "http://",
        "http://a b/",
        "http://a:99999/",
        "http://a:x/",
        "http://0x7f.1/",
        "http://a%20b/",
        "foo://a b/",
        "foo://a:b:/x",
        "ipfs://a:b://c", // fuzzing found it: printed without its last colon it was no URL
        "http://a:80:/",
      })
  void refusesWhatIsNoUrl(String text) {
    assertThatThrownBy(() -> ResourceUrl.normalised(text))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("is no URL");
  }

  @Test
  void whiteSpaceAroundAndLineBreaksInsideGoAway() {
    assertThat(ResourceUrl.normalised(" ipfs://ba\nfy\t ")).isEqualTo("ipfs://bafy");
  }

  @Test
  void aLinkBecomesAUrlOfVersionOne() {
    var v0 = Cid.parse("QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG");

    var url = ResourceUrl.of(v0);

    assertThat(url).isEqualTo("ipfs://bafybeie5nqv6kd3qnfjupgvz34woh3oksc3iau6abmyajn7qvtf6d2ho34");
    assertThat(ResourceUrl.findCid(url).orElseThrow().multihash()).isEqualTo(v0.multihash());
    assertThat(ResourceUrl.findCid("ipfs://x")).isEmpty();
    assertThat(ResourceUrl.findCid("http://x")).isEmpty();
  }
}
