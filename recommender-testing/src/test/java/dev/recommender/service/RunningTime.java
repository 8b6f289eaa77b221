package dev.recommender.service;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Time as this process has it: while it stands still, because the machine is busy or paused, no time passes. What it takes
 * to do something can be bounded by it on any machine.
 */
public final class RunningTime implements AutoCloseable {
    private static final int TICK_MILLIS = 50;

    private final AtomicInteger ticks = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "running-time");

    private RunningTime() {
        thread.setDaemon(true);
    }

    public static RunningTime start() {
        RunningTime time = new RunningTime();
        time.thread.start();
        return time;
    }

    public Duration passed() {
        return Duration.ofMillis((long) ticks.get() * TICK_MILLIS);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(TICK_MILLIS);
                ticks.incrementAndGet();
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }
}
