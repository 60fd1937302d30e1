"""Text of coordinates -> numbers, to the last bit."""

import numpy as np
import pytest

from citygml.coordinates import parse_numbers


@pytest.mark.parametrize(
    "text",
    ["1 2 3", "1.5 -2e-3 0", "0.1 0.2 0.30000000000000004", "36.29876543210987 136.4123456789012",
     "5e-324 1.7976931348623157e308", "-0.0 00.5 +1 .5 5.", "1\n2\t3  4 ", "  1 2", "",
     "12345678901234567890123"],
)  # fmt: skip
def test_numbers_are_bit_equal_to_float(text):
    values, counts = parse_numbers([text, "7 8 9", text])
    expected = [float(number) for number in f"{text} 7 8 9 {text}".split()]
    assert values.tobytes() == np.array(expected).tobytes()
    assert counts.tolist() == [len(text.split()), 3, len(text.split())]


def test_random_numbers_are_bit_equal_to_float():
    random = np.random.default_rng(1)
    values = random.normal(size=3000) * 10.0 ** random.integers(-12, 12, 3000)
    found, _ = parse_numbers([" ".join(map(repr, values[i::7].tolist())) for i in range(7)])
    assert found.tobytes() == np.concatenate([values[i::7] for i in range(7)]).tobytes()


@pytest.mark.parametrize("text", ["1 x 3", "1,2,3", "1 [2] 3", '1 "2" 3', "null 1 2", "0x10"])
def test_a_text_that_is_not_numbers_is_one_nan_and_its_neighbours_stay(text):
    values, counts = parse_numbers(["1 2 3", text, "4 5 6"])
    np.testing.assert_array_equal(values, [1, 2, 3, np.nan, 4, 5, 6])
    assert counts.tolist() == [3, 1, 3]


def test_words_of_json_are_not_numbers():
    assert np.isnan(parse_numbers(["true 1 2"])[0]).all()
