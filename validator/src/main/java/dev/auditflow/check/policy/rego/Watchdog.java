package dev.auditflow.check.policy.rego;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Interrupts threads that evaluate for too long; compiled modules look for the interruption in every loop. */
final class Watchdog {
    private final ScheduledThreadPoolExecutor timer;

    Watchdog() {
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "policy-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Watches the calling thread until the watch ends. */
    Watch watch(Duration limit) {
        return new Watch(Thread.currentThread(), limit);
    }

    /** One watched evaluation. */
    final class Watch {
        private final Thread thread;
        private final ScheduledFuture<?> alarm;
        private boolean ended;
        private boolean fired;

        private Watch(Thread thread, Duration limit) {
            this.thread = thread;
            this.alarm = timer.schedule(this::fire, limit.toNanos(), TimeUnit.NANOSECONDS);
        }

        private synchronized void fire() {
            if (!ended) {
                fired = true;
                thread.interrupt();
            }
        }

        /** Ends the watch and takes back its own interruption. Returns whether the time ran out. */
        synchronized boolean end() {
            ended = true;
            alarm.cancel(false);
            if (fired) {
                Thread.interrupted();
            }
            return fired;
        }
    }
}
