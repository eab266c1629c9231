module peers

go 1.23

require github.com/ipld/go-ipld-prime v0.21.0
