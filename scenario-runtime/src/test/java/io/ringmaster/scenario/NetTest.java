package io.ringmaster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.event.AppEvent.KeyValue;
import io.ringmaster.protocol.session.HttpResult;
import io.ringmaster.protocol.session.ScenarioCommand.AnswerHttp;
import io.ringmaster.protocol.session.ScenarioCommand.SendHttpRequest;
import io.ringmaster.protocol.session.ScriptFailure;
import io.ringmaster.protocol.session.TurnInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// HTTP out (`Net`) and in (`AppEvents.HttpRequest`).
@ExtendWith(OnOneHost.class)
class NetTest {

  private static final KeyValue AGENT = new KeyValue("User-Agent", "VoxEngine/1.0");

  private final Stage underTest;

  NetTest(Stage stage) {
    underTest = stage;
  }

  @Test
  void aRequestHasVoxEnginesDefaults() {
    underTest.load("Net.httpRequest('http://a/b', () => {});");
    assertThat(underTest.last().commands())
        .containsExactly(
            new SendHttpRequest(1, "GET", "http://a/b", List.of(AGENT), "", 6000, 90000));
  }

  @Test
  void optionsAreTaken() {
    underTest.load(
        "Net.httpRequest('http://a/b?c=1', () => {}, {method: 'post', headers: {'Content-Type': 'application/json', 'user-agent': 'me'},"
            + " postData: '{}', params: {q: 'ä b'}, connectionTimeout: 2, timeout: 1000});");
    assertThat(underTest.last().commands())
        .containsExactly(
            new SendHttpRequest(
                1,
                "POST",
                "http://a/b?c=1&q=%C3%A4%20b",
                List.of(
                    new KeyValue("Content-Type", "application/json"),
                    new KeyValue("user-agent", "me")),
                "{}",
                2000,
                90000));
  }

  @Test
  void olderScenariosConstructOptionsAndGiveHeaderLines() {
    underTest.load(
        "const o = new Net.HttpRequestOptions(); o.method = 'PUT'; o.headers = ['X-A: 1', 'X-B:2']; o.postData = [104, 105];"
            + " Net.httpRequest('http://a', () => {}, o);");
    assertThat(underTest.last().commands())
        .containsExactly(
            new SendHttpRequest(
                1,
                "PUT",
                "http://a",
                List.of(new KeyValue("X-A", "1"), new KeyValue("X-B", "2"), AGENT),
                "hi",
                6000,
                90000));
  }

  @Test
  void postDataIsOnlySentWithMethodsThatHaveABody() {
    underTest.load("Net.httpRequest('http://a', () => {}, {postData: 'x'});");
    assertThat(underTest.log())
        .containsExactly(
            "WARNING: Net.httpRequest: postData is only sent with POST, PUT and PATCH, not with GET");
  }

  @Test
  void theCallbackGetsTheResult() {
    underTest.load(
        "Net.httpRequest('http://a', (r) => Logger.write([r.code, r.text, r.headers[0].key, r.raw_headers, r.data, r.error].join('|')));");
    underTest.answered(1, 200, "ok");
    assertThat(underTest.log()).containsExactly("200|ok|Server|Server: test\r\n||");
  }

  @Test
  void rawOutputGivesBytes() {
    underTest.load("Net.httpRequest('http://a', (r) => Logger.write(r.data), {rawOutput: true});");
    underTest.answered(1, 200, "aé");
    assertThat(underTest.log()).containsExactly("[97,195,169]");
  }

  @Test
  void failuresComeWithCodeAndError() {
    underTest.load("Net.httpRequestAsync('http://a').then((r) => Logger.write(r.code + r.error));");
    underTest.take(
        new TurnInput.HttpRequestDone(1, new HttpResult(-7, "", List.of(), "no connection")));
    assertThat(underTest.log()).containsExactly("-7no connection");
  }

  @Test
  void asyncRequestsCanBeAwaited() {
    underTest.load(
        "(async () => { const r = await Net.httpRequestAsync('http://a'); Logger.write('got ' + r.text); })();");
    underTest.answered(1, 200, "it");
    assertThat(underTest.log()).containsExactly("got it");
  }

  @Test
  void threeAreUnderWayAndTheOthersWaitTheirTurn() {
    underTest.load(
        "for (let i = 1; i <= 5; i++) Net.httpRequest('http://a/' + i, (r) => Logger.write('done ' + i));");
    assertThat(urls()).containsExactly("http://a/1", "http://a/2", "http://a/3");
    underTest.answered(2, 200, "");
    assertThat(urls()).containsExactly("http://a/4");
    assertThat(underTest.log()).containsExactly("done 2");
  }

  @Test
  void theThirtySixthRequestThrows() {
    underTest.load(
        "for (let i = 1; i <= 35; i++) Net.httpRequest('http://a', () => {});"
            + " try { Net.httpRequest('http://a', () => {}); } catch (e) { Logger.write(e.message); }"
            + " Net.httpRequestAsync('http://a').catch((e) => Logger.write('async ' + e.message));");
    assertThat(underTest.log())
        .containsExactly(
            "Exceeded the HTTP connection count limit!",
            "async Exceeded the HTTP connection count limit!");
  }

  @Test
  void terminateDropsRequestsThatWaitAndKeepsCallbacksOfThoseUnderWay() {
    underTest.load(
        "for (let i = 1; i <= 4; i++) Net.httpRequest('http://a/' + i, () => Logger.write('done ' + i)); VoxEngine.terminate();");
    underTest.answered(1, 200, "");
    assertThat(underTest.log()).containsExactly("done 1");
    assertThat(urls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'text'        | text/plain; charset=utf-8 | text",
        "42            | text/plain; charset=utf-8 | 42",
        "({a: [1]})    | application/json | {\"a\":[1]}",
        "[1, 2]        | application/json | [1,2]",
        "true          | application/json | true",
        "null          | application/json | null",
        "undefined     | text/plain; charset=utf-8 | ``",
        "Promise.resolve({b: 2}) | application/json | {\"b\":2}"
      })
  void whatTheHandlerReturnsIsTheResponse(String returned, String type, String body) {
    underTest.load("VoxEngine.addEventListener(AppEvents.HttpRequest, (e) => " + returned + ");");
    assertThat(underTest.http("r1", "GET", "/request/1/t", "").commands())
        .containsExactly(new AnswerHttp("r1", type, body));
  }

  @Test
  void theHandlerSeesTheRequestAndTheLastDefinedValueOfSeveralHandlersCounts() {
    underTest.load(
        "VoxEngine.addEventListener(AppEvents.HttpRequest, (e) => e.method + e.path + e.content);"
            + " VoxEngine.addEventListener(AppEvents.HttpRequest, () => {});");
    assertThat(underTest.http("r1", "POST", "/request/1/t/x", "body").commands())
        .containsExactly(
            new AnswerHttp("r1", "text/plain; charset=utf-8", "POST/request/1/t/xbody"));
  }

  @Test
  void withoutAHandlerTheResponseIsEmpty() {
    underTest.load("");
    assertThat(underTest.http("r1", "GET", "/", "").commands())
        .containsExactly(new AnswerHttp("r1", "text/plain; charset=utf-8", ""));
  }

  @Test
  void anAsyncHandlerAnswersWhenItIsDone() {
    underTest.load(
        "VoxEngine.addEventListener(AppEvents.HttpRequest, async () => (await Net.httpRequestAsync('http://a')).text);");
    assertThat(underTest.http("r1", "GET", "/", "").commands())
        .hasOnlyElementsOfType(SendHttpRequest.class);
    assertThat(underTest.answered(1, 200, "late").commands())
        .containsExactly(new AnswerHttp("r1", "text/plain; charset=utf-8", "late"));
  }

  @Test
  void anAsyncHandlerThatThrowsIsAFailure() {
    underTest.load(
        "VoxEngine.addEventListener(AppEvents.HttpRequest, async () => { throw new Error('no'); });");
    var failure = underTest.http("r1", "GET", "/", "").failure();
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(ScriptFailure.Kind.UNHANDLED_REJECTION);
  }

  private List<String> urls() {
    return underTest.last().commands().stream()
        .filter(SendHttpRequest.class::isInstance)
        .map(command -> ((SendHttpRequest) command).url())
        .toList();
  }
}
