"""What Python had until 3.9, and clients of 2018 take from it: imported before them."""

import collections
import collections.abc

collections.MutableSequence = collections.abc.MutableSequence
