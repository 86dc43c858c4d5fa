package dev.auditflow.host;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Another program that goes on running and is spoken to by frames over its standard input and output: four bytes of
 * length, the highest first, and as many bytes of content. It sees no environment variable. One thread at a time may
 * receive; any may send.
 */
public final class FramedProcess implements AutoCloseable {
    private static final int MAX_FRAME = 64 * 1024 * 1024;
    private static final int ERRORS_KEPT = 4_000;

    private final Path program;
    private final Process process;
    private final DataOutputStream input;
    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final StringBuilder errors = new StringBuilder();
    private final Thread errorReader;

    private FramedProcess(Path program, Process process) {
        this.program = program;
        this.process = process;
        this.input = new DataOutputStream(process.getOutputStream());
        this.errorReader = Thread.ofVirtual().start(this::readErrors);
        Thread.ofVirtual().start(this::readFrames);
    }

    private sealed interface Frame {
        /** What the program said. */
        record Content(ByteBuffer bytes) implements Frame {}

        /** The program closed its output, or wrote something that is no frame. */
        record End(String why) implements Frame {}
    }

    /**
     * Starts a program.
     *
     * @throws Command.Failure with a sentence if it cannot be started
     */
    public static FramedProcess start(Path program, List<String> arguments) throws Command.Failure {
        List<String> argv = new ArrayList<>(List.of(program.toString()));
        argv.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment().clear();
        try {
            return new FramedProcess(program, builder.start());
        } catch (IOException e) {
            throw new Command.Failure("%s could not be started: %s".formatted(program, e.getMessage()));
        }
    }

    /** Writes one frame. @throws Command.Failure if the program has ended */
    public void send(byte[] content) throws Command.Failure {
        try {
            synchronized (input) {
                input.writeInt(content.length);
                input.write(content);
                input.flush();
            }
        } catch (IOException e) {
            throw new Command.Failure(program + " no longer reads: " + ended());
        }
    }

    /**
     * Waits for the next frame.
     *
     * @throws Command.Failure if none comes in time, or the program ended or wrote something else
     */
    public byte[] receive(Duration patience) throws Command.Failure {
        try {
            Frame frame = frames.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            return switch (frame) {
                case null ->
                    throw new Command.Failure("%s gave no answer within %d s".formatted(program, patience.toSeconds()));
                case Frame.Content content -> content.bytes().array();
                case Frame.End end -> {
                    frames.add(end);
                    throw new Command.Failure("%s ended: %s".formatted(program, end.why()));
                }
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Command.Failure(program + " was interrupted");
        }
    }

    /** Time that the program took of processors so far, in steps of the system's clock; empty where the system does not tell. */
    public Optional<Duration> processorTime() {
        return process.info().totalCpuDuration();
    }

    /** Kills the program. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void readFrames() {
        try (DataInputStream output = new DataInputStream(process.getInputStream())) {
            while (true) {
                int length = output.readInt();
                if (length < 0 || length > MAX_FRAME) {
                    frames.add(new Frame.End("it wrote something that is no frame"));
                    process.destroyForcibly();
                    return;
                }
                byte[] content = output.readNBytes(length);
                if (content.length < length) {
                    throw new EOFException();
                }
                frames.add(new Frame.Content(ByteBuffer.wrap(content)));
            }
        } catch (IOException e) {
            frames.add(new Frame.End(ended()));
        }
    }

    /** Why a program that closed its pipes did so: what it wrote last, or how it exited. */
    private String ended() {
        try {
            errorReader.join(Duration.ofSeconds(1));
            String said = said();
            if (!said.isEmpty()) {
                return said.lines().findFirst().orElseThrow();
            }
            return process.waitFor(1, TimeUnit.SECONDS) ? "exit code " + process.exitValue() : "it closed its output";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private String said() {
        synchronized (errors) {
            return errors.toString().strip();
        }
    }

    private void readErrors() {
        byte[] buffer = new byte[1024];
        try (InputStream stream = process.getErrorStream()) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                synchronized (errors) {
                    if (errors.length() < ERRORS_KEPT) {
                        errors.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (IOException e) {
            // What it had to say is lost with it; its exit code is left.
        }
    }
}
