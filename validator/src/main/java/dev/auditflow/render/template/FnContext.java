package dev.auditflow.render.template;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What functions know of the rendering that calls them: its seed, its clock and its budget. Used by one thread. */
public final class FnContext {
    /**
     * A call of a function whose result differs from run to run in a cluster.
     *
     * @param function its name
     * @param template file of the calling template; where a text is no file, of the one that called it
     * @param line counted from 1; 0 when not known
     */
    public record Noise(String function, String template, int line) {}

    private static final int CLOCK_EVERY = 1 << 12;

    /** Room of an element of a list or map, in characters. */
    private static final int ELEMENT = 64;

    private final RandomGenerator random;
    private final Instant now;
    private final Limits limits;
    private final long deadline;
    private final List<Noise> noises = new ArrayList<>();
    private boolean clockRead;
    private boolean late;
    private long steps;
    private long chars;
    private long nextClock = CLOCK_EVERY;

    @Nullable
    State state;

    private final Map<String, Integer> included = new HashMap<>();

    /** Starts the clock of the limits. */
    public FnContext(RandomGenerator random, Instant now, Limits limits) {
        this.random = random;
        this.now = now;
        this.limits = limits;
        this.deadline = System.nanoTime() + limits.time().toNanos();
    }

    /** Seeded per target. */
    public RandomGenerator random() {
        return random;
    }

    /** The instant of the whole rendering, for a function that reads the clock; it counts as nondeterministic. */
    public Instant now(String function) {
        clockRead = true;
        nondeterministic(function);
        return now;
    }

    /** Whether some function read the clock. */
    public boolean clockRead() {
        return clockRead;
    }

    /** Calls of functions that are random or read the clock, in order. */
    public List<Noise> noises() {
        return Collections.unmodifiableList(noises);
    }

    /** Tells that the result of a function would differ in the cluster. */
    public void nondeterministic(String function) {
        State current = state;
        if (current != null) {
            noises.add(current.noise(function));
        }
    }

    /**
     * Counts work.
     *
     * @throws TemplateException when the budget of steps or time is used up
     */
    public void step(long count) {
        steps += count;
        if (steps > limits.steps()) {
            throw new TemplateException("rendering stopped: more than %,d steps".formatted(limits.steps()));
        }
        if (steps >= nextClock) {
            nextClock = steps + CLOCK_EVERY;
            late = System.nanoTime() - deadline > 0;
        }
        if (late) {
            throw new TemplateException(
                    "rendering stopped: longer than " + limits.time().toSeconds() + " seconds");
        }
    }

    /**
     * Counts elements of lists and maps before they are made.
     *
     * @throws TemplateException when the budget of text and elements is used up
     */
    public void hold(long elements) {
        use(ELEMENT * elements);
        step(elements >> 3);
    }

    private void use(long count) {
        chars += count;
        if (count < 0 || chars > limits.chars()) {
            throw new TemplateException(
                    "rendering stopped: more than %,d characters of text and lists".formatted(limits.chars()));
        }
    }

    /**
     * Counts text before it is made.
     *
     * @throws TemplateException when the budget of text is used up
     */
    public void produce(long count) {
        length(count);
        use(count);
        step(count >> 6);
    }

    /** @throws TemplateException when a text is too long */
    void length(long length) {
        if (length > Limits.MAX_TEXT) {
            throw new TemplateException(
                    "rendering stopped: a text of more than %,d characters".formatted(Limits.MAX_TEXT));
        }
    }

    /** An error at the place at work, for who looks on from outside; without a place before a function was called. */
    public TemplateException stopped(String why) {
        State current = state;
        return current == null ? new TemplateException(why) : current.error(why);
    }

    /** Counts an include of a template that has not ended yet; how many there were before. */
    int enter(String template) {
        int before = included.getOrDefault(template, 0);
        included.put(template, before + 1);
        return before;
    }

    void leave(String template) {
        included.merge(template, -1, Integer::sum);
    }
}
