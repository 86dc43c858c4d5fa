package dev.auditflow.gate.opa;

import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.host.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Rego files of the user, read once. Inside the compiler's folder the n-th path given is named {@code policy-n}, so
 * that paths outside the working directory and equal names do not collide.
 *
 * @param texts name in the compiler's folder to text, in the order of names
 * @param shown name in the compiler's folder to the path as the user knows it
 */
public record RegoSources(Map<String, String> texts, Map<String, String> shown) {
    private static final String SUFFIX = ".rego";
    private static final String TESTS = "_test.rego";
    private static final int MOST_BYTES = 16 * 1024 * 1024;
    private static final Pattern STAGED = Pattern.compile("policy-[0-9]+(?:/[^\\s:]+)?\\.rego");

    public RegoSources {
        texts = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(texts));
        shown = Map.copyOf(shown);
    }

    /** No policies. */
    public static RegoSources none() {
        return new RegoSources(Map.of(), Map.of());
    }

    /**
     * All {@code .rego} files under the paths, without those of folders that end in {@code _test.rego}.
     *
     * @throws PolicyLoadException if a path is missing, cannot be read or holds no Rego
     */
    public static RegoSources read(List<Path> paths) throws PolicyLoadException {
        return read(paths, false);
    }

    /** As {@link #read}, with the tests. */
    public static RegoSources withTests(List<Path> paths) throws PolicyLoadException {
        return read(paths, true);
    }

    /** Whether a path holds Rego, tests or others. @throws PolicyLoadException if it is missing or cannot be read */
    public static boolean areIn(Path path) throws PolicyLoadException {
        return !files(path, true).isEmpty();
    }

    private static RegoSources read(List<Path> paths, boolean tests) throws PolicyLoadException {
        Map<String, String> texts = new TreeMap<>();
        Map<String, String> shown = new TreeMap<>();
        for (int i = 0; i < paths.size(); i++) {
            Path path = paths.get(i);
            List<Path> files = files(path, tests);
            if (files.isEmpty()) {
                throw new PolicyLoadException(
                        "%s holds no .rego file that is not a test, and no template or constraint of Gatekeeper, so nothing would be checked"
                                .formatted(path));
            }
            for (Path file : files) {
                String inside = path.relativize(file).toString().replace('\\', '/');
                String name = "policy-" + i + (inside.isEmpty() ? SUFFIX : "/" + inside);
                texts.put(name, text(file));
                shown.put(name, file.toString());
            }
        }
        return new RegoSources(texts, shown);
    }

    private static List<Path> files(Path path, boolean tests) throws PolicyLoadException {
        if (!Files.exists(path)) {
            throw new PolicyLoadException("There is no policy file or folder " + path);
        }
        if (!Files.isDirectory(path)) {
            return path.toString().endsWith(SUFFIX) ? List.of(path) : List.of();
        }
        try (Stream<Path> all = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(file -> file.toString().endsWith(SUFFIX)
                            && (tests || !file.toString().endsWith(TESTS))
                            && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            Throwable cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e;
            String what = cause instanceof FileSystemLoopException ? "its links form a loop" : String.valueOf(cause);
            throw new PolicyLoadException("The policies in %s cannot be read: %s".formatted(path, what));
        }
    }

    private static String text(Path file) throws PolicyLoadException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new PolicyLoadException("%s is larger than %,d bytes".formatted(file, MOST_BYTES));
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new PolicyLoadException("%s is not UTF-8".formatted(file));
        } catch (IOException e) {
            throw new PolicyLoadException("%s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    /** A message of opa with the paths that the user knows. */
    String inUsersWords(String message) {
        return STAGED.matcher(message)
                .replaceAll(found ->
                        java.util.regex.Matcher.quoteReplacement(shown.getOrDefault(found.group(), found.group())));
    }

    /** Where a builtin is called first, as {@code file:line: }; empty if no line names it. */
    public String firstUse(String builtin) {
        List<String> found = new ArrayList<>();
        Pattern call = Pattern.compile("(?<![\\w.])" + Pattern.quote(builtin) + "\\s*\\(");
        texts.forEach((name, text) -> {
            List<String> lines = text.lines().toList();
            for (int i = 0; i < lines.size() && found.isEmpty(); i++) {
                if (!lines.get(i).stripLeading().startsWith("#")
                        && call.matcher(lines.get(i)).find()) {
                    found.add(shown.getOrDefault(name, name) + ":" + (i + 1) + ": ");
                }
            }
        });
        return found.isEmpty() ? "" : found.getFirst();
    }

    void addTo(Digest digest) {
        texts.forEach((name, text) -> digest.add(shown.getOrDefault(name, name)).add(text));
    }
}
