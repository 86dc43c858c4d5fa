package dev.auditflow.render;

import dev.auditflow.render.template.HelmFunctionTable;
import dev.auditflow.render.template.Limits;
import dev.auditflow.render.template.functions.GoYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Renders by our engine and by the helm binary with the same flags, and says how the two results compare. */
final class ChartComparison {
    /** How two results compare. */
    enum Sameness {
        SAME_BYTES,
        SAME_FAILURE,
        SAME_BUT_RANDOM,
        DIFFERENT;

        boolean isSame() {
            return this != DIFFERENT;
        }
    }

    /** Schemas that lie elsewhere: the rest of the message is about the network. */
    private static final String FETCHING = "failing loading \"";

    private static final int ATTEMPTS = 5;
    private static final Path LEFT_BEHIND = Path.of("target/parity");

    private final HelmBinary helm;
    private final JavaHelmEngine own;

    /** With the usual helm, which is Helm 3. */
    ChartComparison() {
        this(new HelmBinary(System.getenv().getOrDefault("HELM_BIN", "")), HelmVersion.HELM_3);
    }

    ChartComparison(HelmBinary helm, HelmVersion version) {
        this.helm = helm;
        this.own = new JavaHelmEngine(HelmFunctionTable.standard(), GoYaml::write, Limits.defaults()).as(version);
    }

    /** The helm to compare with, empty if there is none. */
    Optional<Path> helm() {
        return helm.find();
    }

    /** @param name of the case, for the files that a difference leaves behind */
    Sameness compare(String name, HelmRequest request) throws IOException {
        RenderResult mine = own.render(request);
        RenderResult theirs = helm(request);
        if (mine instanceof RenderResult.Failed a && theirs instanceof RenderResult.Failed b) {
            return isSame(request, a.message().strip(), b.message().strip())
                    ? Sameness.SAME_FAILURE
                    : different(name, a.message(), b.message());
        }
        String a = text(mine);
        String b = text(theirs);
        if (a.equals(b)) {
            return Sameness.SAME_BYTES;
        }
        boolean random = mine instanceof RenderResult.Rendered rendered
                && !rendered.rendering().noises().isEmpty()
                && new CrossCheckedHelm(own, helm).render(request) instanceof RenderResult.Rendered;
        return random ? Sameness.SAME_BUT_RANDOM : different(name, a, b);
    }

    /** Whether neither renders it. */
    boolean bothFail(HelmRequest request) {
        return own.render(request) instanceof RenderResult.Failed && helm(request) instanceof RenderResult.Failed;
    }

    private RenderResult helm(HelmRequest request) {
        return new HelmProcess(helm().orElseThrow()).render(request);
    }

    /** Leaves both texts behind for whoever looks for the difference. */
    private static Sameness different(String name, String mine, String theirs) throws IOException {
        Path target = Files.createDirectories(LEFT_BEHIND);
        String file = name.replaceAll("[^A-Za-z0-9._-]+", "_");
        file = file.substring(0, Math.min(150, file.length()));
        Files.writeString(target.resolve(file + ".ours"), mine);
        Files.writeString(target.resolve(file + ".helm"), theirs);
        return Sameness.DIFFERENT;
    }

    /** Helm walks schemas and the keys of mappings in any order, which shows in its messages. */
    private boolean isSame(HelmRequest request, String mine, String theirs) {
        if (theirs.contains(FETCHING)) {
            return mine.contains(FETCHING);
        }
        if (mine.equals(theirs) || !words(mine).equals(words(theirs))) {
            return mine.equals(theirs);
        }
        return theirs.contains("specifications of the schema")
                || IntStream.range(0, ATTEMPTS)
                        .anyMatch(_ -> helm(request) instanceof RenderResult.Failed again
                                && !again.message().strip().equals(theirs));
    }

    private static List<String> words(String message) {
        return Stream.of(message.split("[\\s,]+", -1)).sorted().toList();
    }

    private static String text(RenderResult result) {
        return switch (result) {
            case RenderResult.Rendered rendered ->
                rendered.rendering().files().getFirst().text();
            case RenderResult.Failed failed -> "failed: " + failed.message();
        };
    }
}
