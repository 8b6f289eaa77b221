package dev.recommender.internal.util;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this process is called where others see it. */
public final class ThisProcess {
    private static final int MAX_MACHINE = 60;

    private ThisProcess() {}

    /** The machine and the process, such as {@code shop-7-4711}. */
    public static String name() {
        return machine() + "-" + ProcessHandle.current().pid();
    }

    /** The machine's name, made of letters, digits, hyphens and dots. */
    public static String machine() {
        try {
            String name = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "-");
            return name.substring(0, Math.min(MAX_MACHINE, name.length()));
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
