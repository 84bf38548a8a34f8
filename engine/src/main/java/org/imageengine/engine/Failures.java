package org.imageengine.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.imageengine.distributors.CatalogException;
import org.imageengine.engine.text.ProblemsException;
import org.imageengine.hypervisor.HypervisorException;
import org.imageengine.provisioners.ProvisionException;

/** Turns whatever went wrong into an error with a kind, a code and advice: the one place for it. */
public final class Failures {
  private static final String MAKE_ROOM =
      "Make room, or put the state directory ($ENGINE_HOME) on a larger disk.";
  private static final String NO_SPACE = "No space left on device";

  private Failures() {}

  /** The same failure as an {@link EngineException}. */
  public static EngineException of(Throwable failure) {
    if (failure instanceof EngineException engine) {
      return engine;
    }
    if (failure instanceof HypervisorException hypervisor) {
      return hypervisor(hypervisor);
    }
    if (failure instanceof ProvisionException provision) {
      return provision(provision);
    }
    if (failure instanceof CatalogException catalog) {
      return catalog(catalog);
    }
    if (failure instanceof ProblemsException problems) {
      return new EngineException(
          ErrorKind.USER, "ValidationFailed", problems.getMessage(), "", problems);
    }
    if (failure instanceof UncheckedIOException unchecked) {
      return of(unchecked.getCause());
    }
    if (failure instanceof IOException io) {
      return io(io);
    }
    return new EngineException(
        ErrorKind.INTERNAL,
        "InternalError",
        "Something the engine did not expect: " + failure,
        "Please report it, with the output of the same command under ENGINE_DEBUG=1.",
        failure);
  }

  private static EngineException io(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains(NO_SPACE)) {
      return new EngineException(
          ErrorKind.RESOURCE, "DiskFull", "The disk is full: " + message, MAKE_ROOM, failure);
    }
    return new EngineException(
        ErrorKind.RESOURCE,
        "InputOutput",
        failure.getClass().getSimpleName() + ": " + message,
        "Look at the permissions and the disk of that path.",
        failure);
  }

  private static EngineException hypervisor(HypervisorException failure) {
    ErrorKind kind =
        switch (failure.code()) {
          case STOPPED_UNEXPECTEDLY, SHUTDOWN_TIMEOUT, SCREENSHOT_FAILED, SAVE_FAILED ->
              ErrorKind.EXTERNAL;
          case INTERNAL -> ErrorKind.INTERNAL;
          default -> ErrorKind.RESOURCE;
        };
    String advice =
        switch (failure.code()) {
          case DISK_FULL -> MAKE_ROOM;
          case LIBVIRT_UNREACHABLE, FIRMWARE_MISSING, TOOL_MISSING, ACCELERATOR_UNAVAILABLE ->
              "engine doctor tells what this host lacks.";
          default -> "";
        };
    return new EngineException(
        kind, camelCase(failure.code().name()), failure.getMessage(), advice, failure);
  }

  private static EngineException provision(ProvisionException failure) {
    ErrorKind kind =
        failure.code() == ProvisionException.Code.INTERNAL
            ? ErrorKind.INTERNAL
            : ErrorKind.EXTERNAL;
    return new EngineException(
        kind, camelCase(failure.code().name()), failure.getMessage(), "", failure);
  }

  private static EngineException catalog(CatalogException failure) {
    ErrorKind kind =
        switch (failure.code()) {
          case NO_ROOM, NO_PERMISSION, CORRUPT, IO -> ErrorKind.RESOURCE;
          default -> ErrorKind.USER;
        };
    String advice = failure.code() == CatalogException.Code.NO_ROOM ? MAKE_ROOM : "";
    return new EngineException(
        kind, camelCase(failure.code().name()), failure.getMessage(), advice, failure);
  }

  private static String camelCase(String constant) {
    StringBuilder name = new StringBuilder();
    for (String word : constant.split("_")) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }
}
