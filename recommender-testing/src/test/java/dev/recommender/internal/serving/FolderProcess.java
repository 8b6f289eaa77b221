package dev.recommender.internal.serving;

import dev.recommender.internal.util.Sha256;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.MemoryBlobStore;
import dev.recommender.testing.storage.CountingBlobStore;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.BufferedReader;
import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;

/**
 * A process that copies a model into a shared folder, keeps the copy open, and reads it again at each line of its input. The
 * parent reads a line for each step.
 */
final class FolderProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private FolderProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts a process.
     *
     * @param content a file with what the store holds of the model
     * @param most after how many bytes reading from the store stops for ever
     */
    static FolderProcess start(Path folder, ModelId id, ModelFile file, Path content, long most) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                classPath.replace("\n", File.pathSeparator),
                FolderProcess.class.getName(),
                folder.toString(),
                id.toString(),
                file.key(),
                Long.toString(file.size()),
                file.sha256(),
                content.toString(),
                Long.toString(most));
        return new FolderProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    String line() throws IOException {
        return String.valueOf(output.readLine());
    }

    /** Has the process read its copy again. */
    void next() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        ModelId id = ModelId.parse(arguments[1]);
        ModelFile file = new ModelFile(arguments[2], Long.parseLong(arguments[3]), arguments[4]);
        MemoryBlobStore memory = new MemoryBlobStore();
        memory.put(file.key(), BlobContent.of(Path.of(arguments[5])));
        CountingBlobStore counting = new CountingBlobStore(slow(memory, Long.parseLong(arguments[6])));
        say("ready");
        try (LocalModels copies = new LocalModels(folder, 1L << 30, new ModelFiles(counting));
                LocalModels.Copy copy = copies.copy(id, file);
                FileChannel open = FileChannel.open(copy.file())) {
            ByteBuffer mapped = open.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
            say("read " + counting.bytesRead() + " for " + digest(mapped));
            while (System.in.read() >= 0) {
                say("still " + digest(mapped));
            }
        }
    }

    private static String digest(ByteBuffer bytes) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes.duplicate());
        return Sha256.text(digest);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** A store whose streams give little at a time, and after so many bytes nothing any more. */
    private static ForwardingBlobStore slow(MemoryBlobStore store, long most) {
        return new ForwardingBlobStore(store) {
            @Override
            public InputStream get(String key, long offset) throws IOException {
                return new FilterInputStream(super.get(key, offset)) {
                    private long given;

                    @Override
                    public int read(byte[] bytes, int from, int length) throws IOException {
                        try {
                            Thread.sleep(given >= most ? Long.MAX_VALUE : 2);
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        int count = super.read(bytes, from, Math.min(length, 4_096));
                        given += count;
                        if (given >= most && given - count < most) {
                            say("stopped");
                        }
                        return count;
                    }
                };
            }
        };
    }
}
