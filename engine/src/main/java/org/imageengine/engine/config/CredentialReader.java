package org.imageengine.engine.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.imageengine.engine.config.Credential.Kind;
import org.imageengine.engine.text.ObjectCursor;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Value;

/** Reads one entry of {@code credentials}. */
final class CredentialReader {
  private static final List<String> KINDS =
      List.of("bearer", "basic", "header", "sas", "clientCertificate", "accountKey", "accessKey");

  private final Problems problems;

  CredentialReader(Problems problems) {
    this.problems = problems;
  }

  /** The credential; nothing and a problem if it is wrong. */
  Optional<Credential> read(String name, Value value) {
    Optional<ObjectCursor> cursor = ObjectCursor.over(value, problems);
    if (cursor.isEmpty()) {
      return Optional.empty();
    }
    ObjectCursor object = cursor.get();
    List<String> hosts = object.strings("hosts").orElse(List.of());
    List<String> kinds = KINDS.stream().filter(object::has).toList();
    Optional<Kind> kind = Optional.empty();
    if (kinds.size() == 1) {
      kind = kind(kinds.get(0), object.requiredObject(kinds.get(0)));
    } else {
      problems.add(
          value.at(),
          "BadCredential",
          "The credential \""
              + name
              + "\" must have exactly one of "
              + String.join(", ", KINDS)
              + ".");
      KINDS.forEach(object::value);
    }
    object.finish();
    return kind.map(one -> new Credential(name, value.at(), hosts, one));
  }

  private Optional<Kind> kind(String word, Optional<ObjectCursor> cursor) {
    if (cursor.isEmpty()) {
      return Optional.empty();
    }
    ObjectCursor object = cursor.get();
    Optional<Kind> kind =
        switch (word) {
          case "bearer" -> secret(object).map(Credential.Bearer::new);
          case "sas" -> secret(object).map(Credential.Sas::new);
          case "basic" ->
              both(object.requiredString("user"), inner(object, "password"), Credential.Basic::new);
          case "header" ->
              both(object.requiredString("name"), inner(object, "value"), Credential.Header::new);
          case "clientCertificate" ->
              both(
                  object.requiredString("file").map(Path::of),
                  inner(object, "password"),
                  Credential.ClientCertificate::new);
          case "accountKey" ->
              both(
                  object.requiredString("account"),
                  inner(object, "key"),
                  Credential.AccountKey::new);
          default ->
              both(object.requiredString("id"), inner(object, "secret"), Credential.AccessKey::new);
        };
    object.finish();
    return kind;
  }

  private interface Maker<A> {
    Kind make(A first, SecretSource secret);
  }

  private static <A> Optional<Kind> both(
      Optional<A> first, Optional<SecretSource> secret, Maker<A> maker) {
    return first.isPresent() && secret.isPresent()
        ? Optional.of(maker.make(first.get(), secret.get()))
        : Optional.empty();
  }

  private Optional<SecretSource> inner(ObjectCursor object, String name) {
    Optional<ObjectCursor> cursor = object.requiredObject(name);
    Optional<SecretSource> secret = cursor.flatMap(this::secret);
    cursor.ifPresent(ObjectCursor::finish);
    return secret;
  }

  /** {@code env}, {@code file} or {@code command}; the secret itself never stands here. */
  private Optional<SecretSource> secret(ObjectCursor object) {
    Optional<String> env = object.string("env");
    Optional<String> file = object.string("file");
    Optional<String> command = object.string("command");
    if (env.stream().count() + file.stream().count() + command.stream().count() != 1) {
      problems.add(
          object.at(),
          "BadCredential",
          "A secret is read from exactly one of env, file or command.",
          "As in { env: TOKEN }, { file: /run/secrets/token } or { command: pass show token }.");
      return Optional.empty();
    }
    return env.<SecretSource>map(SecretSource.Environment::new)
        .or(() -> file.map(path -> new SecretSource.File(Path.of(path))))
        .or(() -> command.map(SecretSource.Command::new));
  }
}
