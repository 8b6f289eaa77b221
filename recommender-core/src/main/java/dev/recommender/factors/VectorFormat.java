package dev.recommender.factors;

/** How vectors are written for others to read. */
public enum VectorFormat {
    /**
     * CSV in UTF-8 (RFC 4180) without a header: the id, then the vector's numbers. Numbers have enough digits to
     * read the same 32-bit float again.
     */
    CSV,

    /**
     * Little-endian numbers, to be mapped as they are:
     *
     * <pre>
     * byte[8] magic "RECVECT" and 0 | int32 version, 1 | int32 numbers of a vector | int64 vectors | int64 0
     * float32[vectors][numbers]
     * for each vector: int32 length of its id | the id in UTF-8
     * </pre>
     */
    BINARY
}
