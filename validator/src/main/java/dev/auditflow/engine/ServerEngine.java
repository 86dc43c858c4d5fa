package dev.auditflow.engine;

import dev.auditflow.host.Command;
import dev.auditflow.host.FramedProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The API server's own validation, in a process that is started once and again after it broke. Safe for many threads,
 * which take turns; the process itself works on all cores. An object that breaks the process is the only one without an
 * answer: those that were under way with it are asked once more, each alone.
 */
public final class ServerEngine implements AutoCloseable {
    /** A process that said nothing for so long hangs; one object takes less than a millisecond. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Objects that break the process before the engine itself counts as broken. */
    private static final int MAX_BREAKS = 5;

    private final Path program;
    private final int megabytes;
    private final AtomicLong ids = new AtomicLong();
    private @Nullable Conversation running;

    /** @param megabytes of memory that the process may use before it is ended */
    public ServerEngine(Path program, int megabytes) {
        this.program = program;
        this.megabytes = megabytes;
    }

    /**
     * The CRDs that custom resources are judged by.
     *
     * @param name differs when the CRDs do
     * @param definitions as JSON
     */
    public record Definitions(String name, List<byte[]> definitions) {}

    private static final class Conversation {
        final FramedProcess process;
        String set = "";

        Conversation(FramedProcess process) {
            this.process = process;
        }
    }

    /** Names the engine with its release and the digest of its sources. */
    public String name() {
        return String.valueOf(program.getFileName());
    }

    /**
     * Time that the process took of processors since it was started, which it is now if it was not; empty where the system
     * does not tell.
     *
     * @throws Command.Failure if it cannot be started
     */
    public synchronized Optional<Duration> processorTime() throws Command.Failure {
        return conversation().process.processorTime();
    }

    /** Starts the process if it does not run, so that the first question need not wait. */
    public void start() {
        Thread.ofVirtual().start(() -> {
            try {
                synchronized (this) {
                    conversation();
                }
            } catch (Command.Failure e) {
                // Whoever asks first meets the same failure and reports it.
            }
        });
    }

    /**
     * Judges objects.
     *
     * @return an answer to each question, in their order
     * @throws Command.Failure with a sentence if the engine cannot be started, or breaks again and again
     */
    public synchronized List<Answer> ask(List<Question> questions, Definitions definitions) throws Command.Failure {
        @Nullable Answer[] answers = new Answer[questions.size()];
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            all.add(i);
        }
        try {
            converse(questions, all, definitions, answers);
        } catch (Command.Failure e) {
            if (Arrays.stream(answers).allMatch(Objects::isNull)) {
                // Not even started, perhaps: then this throws too, and nobody's object is to blame.
                conversation();
            }
            oneByOne(questions, definitions, answers);
        }
        return Arrays.stream(answers).map(Objects::requireNonNull).toList();
    }

    @Override
    public synchronized void close() {
        if (running != null) {
            running.process.close();
            running = null;
        }
    }

    private void oneByOne(List<Question> questions, Definitions definitions, @Nullable Answer[] answers)
            throws Command.Failure {
        int breaks = 0;
        for (int i = 0; i < answers.length; i++) {
            if (answers[i] != null) {
                continue;
            }
            try {
                converse(questions, List.of(i), definitions, answers);
            } catch (Command.Failure e) {
                if (++breaks == MAX_BREAKS) {
                    throw e;
                }
                answers[i] = Answer.failed(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Asks and listens at once: both pipes are small, and whoever only writes would wait for ever. */
    private void converse(
            List<Question> questions, List<Integer> chosen, Definitions definitions, @Nullable Answer[] answers)
            throws Command.Failure {
        Conversation conversation = conversation();
        long first = ids.getAndAdd(chosen.size());
        try {
            define(conversation, definitions);
            Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < chosen.size(); i++) {
                        conversation.process.send(questions.get(chosen.get(i)).frame(first + i, definitions.name()));
                    }
                } catch (Command.Failure e) {
                    // The listener sees the end of the process as well.
                }
            });
            for (int i = 0; i < chosen.size(); i++) {
                Frames.Numbered answer = Frames.answer(conversation.process.receive(PATIENCE));
                long place = answer.id() - first;
                if (place < 0 || place >= chosen.size()) {
                    throw new Command.Failure("the server engine answered a question that was not asked");
                }
                answers[chosen.get((int) place)] = answer.answer();
            }
        } catch (Command.Failure e) {
            close();
            throw e;
        }
    }

    private void define(Conversation conversation, Definitions definitions) throws Command.Failure {
        if (definitions.definitions().isEmpty() || conversation.set.equals(definitions.name())) {
            return;
        }
        long id = ids.getAndIncrement();
        conversation.process.send(Frames.definitions(id, definitions.name(), definitions.definitions()));
        if (Frames.answer(conversation.process.receive(PATIENCE)).id() != id) {
            throw new Command.Failure("the server engine answered a question that was not asked");
        }
        conversation.set = definitions.name();
    }

    private Conversation conversation() throws Command.Failure {
        if (running == null) {
            FramedProcess process = FramedProcess.start(program, List.of(Integer.toString(megabytes)));
            try {
                Frames.hello(process.receive(PATIENCE));
            } catch (Command.Failure e) {
                process.close();
                throw e;
            }
            running = new Conversation(process);
        }
        return running;
    }
}
