"""What arrays hold, for modules that need no pandas."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
# The votes: roll calls by states.
Matrix = npt.NDArray[np.int8]
