"""The first page waits for the start, and nobody waits where nothing is being started."""

import threading

from ui import ready


def test_a_page_waits_until_the_start_has_imported() -> None:
    ready.wait()
    ready.starting()
    page = threading.Thread(target=ready.wait)
    page.start()
    page.join(timeout=0.2)
    assert page.is_alive()
    ready.started()
    page.join(timeout=60)
    assert not page.is_alive()
