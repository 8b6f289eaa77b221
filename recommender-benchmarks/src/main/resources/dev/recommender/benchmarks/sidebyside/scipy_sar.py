"""What fitting SAR takes with plain scipy: co-occurrences, Jaccard similarities and affinities, from events in memory.

usage: scipy_sar.py RECORDS EVENTS LIMIT_BYTES
Reads the first EVENTS packed records (int32 user, int32 item, float32 weight, int64 seconds; little endian). The process
may not take more than LIMIT_BYTES of address space, so that a shape that is too large fails instead of taking the
machine. The words of the output are what the comparison looks for.
"""

import resource
import sys
import time

import numpy
from scipy import sparse

HALF_LIFE_SECONDS = 30 * 86_400

resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[3]), int(sys.argv[3])))
record = numpy.dtype([("user", "<i4"), ("item", "<i4"), ("weight", "<f4"), ("seconds", "<i8")])
events = numpy.memmap(sys.argv[1], dtype=record, mode="r")[: int(sys.argv[2])]
user, item = numpy.ascontiguousarray(events["user"]), numpy.ascontiguousarray(events["item"])
weight, seconds = numpy.ascontiguousarray(events["weight"]), numpy.ascontiguousarray(events["seconds"])
del events
shape = (int(user.max()) + 1, int(item.max()) + 1)
try:
    began, cpu_began = time.perf_counter(), time.process_time()
    decayed = weight * numpy.exp2((seconds - seconds.max()) / HALF_LIFE_SECONDS)
    affinity = sparse.coo_matrix((decayed, (user, item)), shape=shape).tocsr()
    taken = sparse.coo_matrix((numpy.ones(len(user), dtype=numpy.float32), (user, item)), shape=shape).tocsr()
    taken.data[:] = 1
    together = (taken.T @ taken).tocsr()
    frequency = together.diagonal()
    either = numpy.repeat(frequency, numpy.diff(together.indptr))
    either += frequency[together.indices]
    either -= together.data
    together.data /= either
    print(f"fit {time.perf_counter() - began:.3f} s, processor time {time.process_time() - cpu_began:.3f} s")
    print(f"cells {together.nnz - numpy.count_nonzero(frequency)}, affinities {affinity.nnz}")
except MemoryError:
    print("out of memory")
    sys.exit(3)
