package dev.auditflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What was decrypted is in no text, however it got there. */
class HiddenTest {
    @Test
    void takesTextsTheirLinesAndTheirBase64Away() {
        Hidden hidden = Hidden.of(Set.of("hunter2", "hunter2-longer", "-----BEGIN KEY-----\n  MIIEvQ\n", "ab"));
        assertThat(hidden.takenFrom("a hunter2-longer b")).isEqualTo("a <hidden> b");
        assertThat(hidden.takenFrom("password=hunter2;")).isEqualTo("password=<hidden>;");
        assertThat(hidden.takenFrom("data: aHVudGVyMg==")).isEqualTo("data: <hidden>");
        assertThat(hidden.takenFrom("log: MIIEvQ")).isEqualTo("log: <hidden>");
    }

    /** Two letters stand in every other word. */
    @Test
    void leavesShortOnesAlone() {
        assertThat(Hidden.of(Set.of("ab", "", "x")).takenFrom("about a cab")).isEqualTo("about a cab");
        assertThat(Hidden.none().takenFrom("hunter2")).isEqualTo("hunter2");
    }
}
