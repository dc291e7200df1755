internal import CardCore
