package org.imageengine.provisioners.windows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.imageengine.provisioners.RunCertificate;

/**
 * As much of a WS-Management server as overthere asks for, and able to misbehave: what a command
 * line puts out is told by the test. Commands do not run.
 */
final class StubServer implements AutoCloseable {
  static final String USER = "builder";
  static final String PASSWORD = "s3cret-Word!";

  /** What comes of a command. */
  interface Guest {
    String stdout(String commandLine) throws Exception;
  }

  /** At the end of an output: it is lost there. */
  static final String CUT = "(cut)";

  private static final char[] FILE_PASSWORD = "file".toCharArray();
  private static final RunCertificate CERTIFICATE = RunCertificate.generate(FILE_PASSWORD);
  private static final Pattern ACTION = Pattern.compile("<[^<]*Action[^>]*>([^<]+)<");
  private static final Pattern COMMAND = Pattern.compile("<[a-z:]*Command>([^<]*)<");
  private static final Pattern STREAM = Pattern.compile("<[a-z:]*Stream [^>]*>([^<]*)<");

  private static final Pattern COMMAND_ID = Pattern.compile("CommandId=\"([^\"]*)\"");

  /** A look at each request; what it returns is the answer in its place, as a status. */
  volatile Function<String, Integer> misbehaviour = action -> 200;

  final List<String> commands = new CopyOnWriteArrayList<>();
  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<String> inputs = new CopyOnWriteArrayList<>();
  final List<InetSocketAddress> connections = new CopyOnWriteArrayList<>();
  private final Map<String, String> running = new ConcurrentHashMap<>();
  private final Set<String> cut = ConcurrentHashMap.newKeySet();
  private final Guest guest;
  private final ExecutorService workers =
      Executors.newCachedThreadPool(
          body -> {
            Thread thread = new Thread(body);
            thread.setDaemon(true);
            return thread;
          });
  private HttpsServer server;

  StubServer(Guest guest) throws Exception {
    this.guest = guest;
    start(0);
  }

  private void start(int port) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(CERTIFICATE.pkcs12()), FILE_PASSWORD);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(store, FILE_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 20);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.setExecutor(workers);
    server.createContext("/wsman", this::answer);
    server.start();
  }

  static String fingerprint() {
    return CERTIFICATE.fingerprint();
  }

  WinRmEndpoint endpoint() {
    return new WinRmEndpoint("127.0.0.1", port(), USER, PASSWORD, fingerprint(), "127.0.0.1");
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      connections.add(exchange.getRemoteAddress());
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String basic =
          "Basic "
              + Base64.getEncoder()
                  .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
      if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"WSMAN\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      requests.add(body);
      String action = first(ACTION, body);
      action = action.substring(action.lastIndexOf('/') + 1);
      int status = misbehaviour.apply(action);
      if (action.equals("Receive") && cut.contains(first(COMMAND_ID, body))) {
        status = 500;
      }
      if (status == 0) {
        return;
      }
      String answer = status == 200 ? result(action, body) : "<fault/>";
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/soap+xml;charset=UTF-8");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private String result(String action, String body) {
    switch (action) {
      case "Create":
        return envelope(
            "<w:SelectorSet><w:Selector Name=\"ShellId\">"
                + UUID.randomUUID()
                + "</w:Selector></w:SelectorSet>");
      case "Command":
        String line = unescape(first(COMMAND, body));
        String id = UUID.randomUUID().toString();
        // overthere puts quotes around it, which cmd.exe takes off.
        commands.add(line.substring(1, line.length() - 1));
        running.put(id, commands.get(commands.size() - 1));
        return envelope("<rsp:CommandId>" + id + "</rsp:CommandId>");
      case "Send":
        inputs.add(
            new String(Base64.getDecoder().decode(first(STREAM, body)), StandardCharsets.UTF_8));
        return envelope("");
      case "Receive":
        return envelope(received(body));
      default:
        return envelope("");
    }
  }

  private String received(String body) {
    String id = first(COMMAND_ID, body);
    String output;
    try {
      output = guest.stdout(running.get(id));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    boolean isCut = output.endsWith(CUT);
    if (isCut) {
      output = output.substring(0, output.length() - CUT.length());
      cut.add(id);
    }
    return "<rsp:Stream Name=\"stdout\" CommandId=\""
        + id
        + "\">"
        + Base64.getEncoder().encodeToString(output.getBytes(StandardCharsets.UTF_8))
        + "</rsp:Stream><rsp:CommandState CommandId=\""
        + id
        + "\" State=\"http://schemas.microsoft.com/wbem/wsman/1/windows/shell/CommandState/"
        + (isCut ? "Running" : "Done")
        + "\">"
        + "<rsp:ExitCode>0</rsp:ExitCode></rsp:CommandState>";
  }

  private static String envelope(String content) {
    return "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
        + " xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\""
        + " xmlns:rsp=\"http://schemas.microsoft.com/wbem/wsman/1/windows/shell\"><s:Body>"
        + content
        + "</s:Body></s:Envelope>";
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String unescape(String xml) {
    return xml.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }

  /** As a restart of the guest does: nothing answers, and then the same port again. */
  void restart(long downMillis) throws Exception {
    int port = port();
    server.stop(0);
    Thread.sleep(downMillis);
    start(port);
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
