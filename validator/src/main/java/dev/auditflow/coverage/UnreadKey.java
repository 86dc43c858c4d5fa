package dev.auditflow.coverage;

/**
 * A values key that nothing read in any target.
 *
 * @param file as the user gave it; the flag for flags
 * @param line counted from 1, 0 for flags
 * @param key dotted path inside the file; {@code [].} leads into the items of a list
 * @param below how many keys without keys below them are under it; none of them was read either
 * @param named whether some template names it, in a place that did not come to read it; if not it is probably a mistake
 * @param remark why it was not read, in words
 * @param suggestion the key of the same file that was probably meant; empty when none is near
 */
public record UnreadKey(
        String file, int line, String key, int below, boolean named, String remark, String suggestion) {}
