"""One function per thing a person does, called by the pages and by the JSON API."""
