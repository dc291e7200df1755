// The files of the room come with its acts.
