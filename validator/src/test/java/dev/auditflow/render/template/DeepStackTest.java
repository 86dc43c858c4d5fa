package dev.auditflow.render.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DeepStackTest {
    @Test
    void workThatDoesNotEndIsLeftAlone() {
        CountDownLatch never = new CountDownLatch(1);
        String result = DeepStack.call(
                () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return "done";
                },
                Duration.ofMillis(1),
                () -> "late");
        assertThat(result).isEqualTo("late");
        never.countDown();
    }

    @Test
    void workInTimeIsItsResult() {
        assertThat(DeepStack.call(() -> "done", Duration.ofDays(1), () -> "late"))
                .isEqualTo("done");
    }
}
