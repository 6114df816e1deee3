"""Is the process alive, can it serve, and what is wrong where it cannot: for load balancers, for staff, for everybody.

`probes` answers load balancers before anything else is touched, `detail` tells staff of every part, `public` says in words that anybody may
read how the service is.
"""
