internal import CPrefetch
internal import CardCore
