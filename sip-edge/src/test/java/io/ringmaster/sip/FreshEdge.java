package io.ringmaster.sip;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// An edge of its own for each test, with a raw peer before it and fake calls behind it.
abstract class FreshEdge {

  EdgeFixture fixture;
  RawSipPeer peer;
  FakeCalls calls;

  @BeforeEach
  void openEdge() throws IOException {
    fixture = new EdgeFixture();
    peer = fixture.peer;
    calls = fixture.calls;
  }

  @AfterEach
  void closeEdge() {
    fixture.close();
  }
}
