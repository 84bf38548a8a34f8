package org.imageengine.distributors.server;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An S3-compatible server, s3proxy, over a directory; each folder in it is a bucket. */
public final class S3Server implements AutoCloseable {
  public static final String ACCESS_KEY = "local-identity";
  public static final String SECRET_KEY = "local-secret";

  private final ServerProcess process;
  private final Path directory;
  private final int port;

  private S3Server(ServerProcess process, Path directory, int port) {
    this.process = process;
    this.directory = directory;
    this.port = port;
  }

  public static S3Server start(Path work) throws Exception {
    Path directory = Files.createDirectories(work.resolve("buckets"));
    int port = ServerProcess.freePort();
    Path settings = work.resolve("s3proxy.conf");
    Files.writeString(
        settings,
        """
        s3proxy.endpoint=http://127.0.0.1:%d
        s3proxy.authorization=aws-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem-nio2
        jclouds.identity=any
        jclouds.credential=any
        jclouds.filesystem.basedir=%s
        """
            .formatted(port, ACCESS_KEY, SECRET_KEY, directory));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-jar",
            System.getProperty("s3proxy.jar"),
            "--properties",
            settings.toString());
    return new S3Server(
        ServerProcess.start(command, work.resolve("s3proxy.log"), port), directory, port);
  }

  /** Makes an empty bucket, and tells where its objects lie as files. */
  public Path bucket(String name) throws Exception {
    return Files.createDirectories(directory.resolve(name));
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
  }
}
