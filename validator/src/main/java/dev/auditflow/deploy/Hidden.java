package dev.auditflow.deploy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Texts that were decrypted: whatever a cluster or helm says, they are taken out of it before anybody reads it. */
public final class Hidden {
    private static final String INSTEAD = "<hidden>";

    /** Shorter ones stand in too many words by chance. */
    private static final int MIN_CHARACTERS = 4;

    private final List<String> words;

    private Hidden(Collection<String> words) {
        this.words = words.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Nothing. */
    public static Hidden none() {
        return new Hidden(List.of());
    }

    /** These texts, each of their lines, and each in Base64 as the data of Secrets is. */
    public static Hidden of(Collection<String> texts) {
        Set<String> words = new TreeSet<>();
        for (String text : texts) {
            add(text.strip(), words);
            text.lines().map(String::strip).forEach(line -> add(line, words));
            if (text.length() >= MIN_CHARACTERS) {
                words.add(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return new Hidden(words);
    }

    private static void add(String word, Set<String> words) {
        if (word.length() >= MIN_CHARACTERS) {
            words.add(word);
        }
    }

    /** A text without them. */
    public String takenFrom(String text) {
        String left = text;
        for (String word : words) {
            left = left.replace(word, INSTEAD);
        }
        return left;
    }
}
